import type { Rule } from './rule.ts';
import { allocationRules } from './rules/allocations.ts';
import { childRules } from './rules/children.ts';
import { demandRules } from './rules/demand.ts';
import { eligibilityRules } from './rules/eligibility.ts';
import { groupRules } from './rules/groups.ts';
import { limitRules } from './rules/limits.ts';
import { lineRules } from './rules/lines.ts';
import { lotRules } from './rules/lots.ts';
import { objectiveRules } from './rules/objective.ts';
import { optimalityRules } from './rules/optimality.ts';
import { orderRules } from './rules/order.ts';
import { remainderRules } from './rules/remainder.ts';
import { statusRules } from './rules/statuses.ts';
import { supplyRules } from './rules/supply.ts';

/** Rules that belong together, in one file of this folder. */
export interface Family {
  readonly file: string;
  readonly rules: readonly Rule[];
}

/** What makes a plan one that can be carried out. */
export const FEASIBILITY: readonly Family[] = [
  { file: 'rules/lines.ts', rules: lineRules },
  { file: 'rules/eligibility.ts', rules: eligibilityRules },
  { file: 'rules/supply.ts', rules: supplyRules },
  { file: 'rules/demand.ts', rules: demandRules },
  { file: 'rules/groups.ts', rules: groupRules },
  { file: 'rules/remainder.ts', rules: remainderRules },
  { file: 'rules/limits.ts', rules: limitRules },
  { file: 'rules/statuses.ts', rules: statusRules },
  { file: 'rules/children.ts', rules: childRules },
  { file: 'rules/allocations.ts', rules: allocationRules },
  { file: 'rules/lots.ts', rules: lotRules },
  { file: 'rules/order.ts', rules: orderRules },
];

/** What makes its stated worth true. */
export const WORTH: readonly Family[] = [{ file: 'rules/objective.ts', rules: objectiveRules }];

/** What a plan that claims to be best must also keep. */
export const OPTIMALITY: readonly Family[] = [{ file: 'rules/optimality.ts', rules: optimalityRules }];

/** Every family of rules; README.md lists the same codes. */
export const FAMILIES: readonly Family[] = [...FEASIBILITY, ...WORTH, ...OPTIMALITY];

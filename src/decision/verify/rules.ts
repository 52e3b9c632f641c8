import { allocationRules } from './allocations.ts';
import { childRules } from './children.ts';
import { demandRules } from './demand.ts';
import { eligibilityRules } from './eligibility.ts';
import { limitRules } from './limits.ts';
import { lineRules } from './lines.ts';
import { lotRules } from './lots.ts';
import { objectiveRules } from './objective.ts';
import { optimalityRules } from './optimality.ts';
import { orderRules } from './order.ts';
import { remainderRules } from './remainder.ts';
import type { Rule } from './rule.ts';
import { statusRules } from './statuses.ts';
import { supplyRules } from './supply.ts';

/** Rules that belong together, in one file of this folder. */
export interface Family {
  readonly file: string;
  readonly rules: readonly Rule[];
}

/** What makes a plan one that can be carried out. */
export const FEASIBILITY: readonly Family[] = [
  { file: 'lines.ts', rules: lineRules },
  { file: 'eligibility.ts', rules: eligibilityRules },
  { file: 'supply.ts', rules: supplyRules },
  { file: 'demand.ts', rules: demandRules },
  { file: 'remainder.ts', rules: remainderRules },
  { file: 'limits.ts', rules: limitRules },
  { file: 'statuses.ts', rules: statusRules },
  { file: 'children.ts', rules: childRules },
  { file: 'allocations.ts', rules: allocationRules },
  { file: 'lots.ts', rules: lotRules },
  { file: 'order.ts', rules: orderRules },
];

/** What makes its stated worth true. */
export const WORTH: readonly Family[] = [{ file: 'objective.ts', rules: objectiveRules }];

/** What a plan that claims to be best must also keep. */
export const OPTIMALITY: readonly Family[] = [{ file: 'optimality.ts', rules: optimalityRules }];

/** Every family of rules; README.md lists the same codes. */
export const FAMILIES: readonly Family[] = [...FEASIBILITY, ...WORTH, ...OPTIMALITY];

import { z } from 'zod';
import { WaveObjectiveValue } from '../../../domain/wave/answer.ts';
import type { WaveSnapshot } from '../../../domain/wave/snapshot.ts';
import type { SubmittedWave } from '../../../domain/wave/verify-wave.ts';
import type { Rule } from '../rule.ts';
import { allocationRules } from '../rules/allocations.ts';
import { childRules } from '../rules/children.ts';
import { demandRules } from '../rules/demand.ts';
import { eligibilityRules } from '../rules/eligibility.ts';
import { groupRules } from '../rules/groups.ts';
import { limitRules } from '../rules/limits.ts';
import { lineRules } from '../rules/lines.ts';
import { objectiveRules } from '../rules/objective.ts';
import { orderRules } from '../rules/order.ts';
import { remainderRules } from '../rules/remainder.ts';
import { statusRules } from '../rules/statuses.ts';
import { supplyRules } from '../rules/supply.ts';
import { Verification, type Violation } from '../verification.ts';
import { readWave, type WaveReading, type WaveRule } from './reading.ts';
import { keptRules } from './rules/kept.ts';
import { queueRules } from './rules/queue.ts';
import { sharedRules, signRules } from './rules/shared.ts';
import { objectiveOfWave, worthRules } from './rules/worth.ts';

/** What the checker of waves found. */
export const WaveVerification = Verification.extend({
  objective: z.array(WaveObjectiveValue).meta({
    description: 'What the wave really comes to, recomputed; every `bound` is null.',
  }),
}).meta({ description: 'What the independent checker found of a wave.' });
/** What the checker of waves found. */
export type WaveVerification = z.infer<typeof WaveVerification>;

/** What every decision keeps, whatever plan it is. */
const ANY_PLAN: readonly Rule[] = [
  ...lineRules,
  ...supplyRules,
  ...demandRules,
  ...remainderRules,
  ...statusRules,
  ...childRules,
  ...allocationRules,
  ...orderRules,
  ...objectiveRules,
];

/** What binds a plan that is made now. Lots are used in turn over all shipments, see `rules/shared.ts`. */
const NEW_PLAN: readonly Rule[] = [...eligibilityRules, ...groupRules, ...limitRules];

/** The rules of a wave as a whole, with the file of each; README.md lists the same codes. */
export const WAVE_FAMILIES: readonly { readonly file: string; readonly rules: readonly WaveRule[] }[] = [
  { file: 'rules/queue.ts', rules: queueRules },
  { file: 'rules/kept.ts', rules: keptRules },
  { file: 'rules/shared.ts', rules: [...sharedRules, ...signRules] },
  { file: 'rules/worth.ts', rules: worthRules },
];

/** The rules that only a plan which claims to be good must keep. */
const SIGNS: ReadonlySet<string> = new Set(signRules.map(({ code }) => code));

function* planViolations({ decisions }: WaveReading): Iterable<Violation> {
  for (const { at, reading, isKept } of decisions) {
    for (const rules of isKept ? [ANY_PLAN] : [ANY_PLAN, NEW_PLAN]) {
      for (const { code, check } of rules) {
        for (const finding of check(reading)) {
          yield { code, ...finding, path: `decisions[${at}].${finding.path}` };
        }
      }
    }
  }
}

/** Violations that are listed: of a wave that is wrong throughout more would help nobody. */
const MOST_LISTED = 1_000;

function* violationsOf(reading: WaveReading, claim: 'optimal' | 'feasible'): Iterable<Violation> {
  yield* planViolations(reading);
  for (const { rules } of WAVE_FAMILIES) {
    for (const { code, check } of rules) {
      if (claim === 'feasible' && SIGNS.has(code)) continue;
      for (const finding of check(reading)) yield { code, ...finding };
    }
  }
}

/**
 * Checks the plan of a wave, rule by rule, from the wave alone: nothing that the plan says of itself is believed, and no
 * code is shared with the policies, the formulation or the engines. At most 1,000 violations are listed.
 *
 * @param claim `optimal`: a held shipment that what is left would release is a violation
 */
export function verifyWave(
  wave: WaveSnapshot,
  plan: SubmittedWave,
  { claim = 'optimal' }: { readonly claim?: 'optimal' | 'feasible' } = {},
): WaveVerification {
  const reading = readWave(wave, plan);
  const violations: Violation[] = [];
  for (const violation of violationsOf(reading, claim)) {
    violations.push(violation);
    if (violations.length >= MOST_LISTED) break;
  }
  return { valid: violations.length === 0, violations, objective: objectiveOfWave(reading) };
}

import { solveAttempt } from '../../src/attempt/solve.ts';
import { decide } from '../../src/decision/decide.ts';
import { verify } from '../../src/decision/verify/verify.ts';
import type { Snapshot } from '../../src/domain/snapshot.ts';
import { type Formulation, formulate } from '../../src/formulation/formulate.ts';
import { findSourcing } from '../../src/formulation/sources.ts';
import { levelValues } from '../../src/program/level-value.ts';
import { findViolation } from '../../src/program/linear-system.ts';
import { RELATIVE_COST_TOLERANCE } from '../../src/program/program.ts';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import { engineOf } from '../solver/solvers.ts';

const TIME_LIMIT_MS = 30_000;

const portfolio = createPortfolio();
const reference = engineOf('highs', { weightedSums: 'never' });

/** What came of one attempt. */
export interface Comparison {
  /** Who answered for us. */
  readonly engine: string;
  /** `unproven`: one of the two ended at its time limit. */
  readonly outcome: 'optimal' | 'infeasible' | 'unproven';
  /** In what they differ; null where in nothing. */
  readonly difference: string | null;
}

/** Our point of the textbook program, as far as tiers and rows over cells can tell: units, and packages by need. */
function sameUnits(ours: Float64Array, theirs: Float64Array): string | null {
  for (let cell = 0; cell < ours.length; cell++) {
    if (ours[cell] !== theirs[cell]) return `cell ${cell}: ours ${ours[cell]}, theirs ${theirs[cell]}`;
  }
  return null;
}

/** Our bounds against the reference's values, which must meet in every tier. */
function sameTiers(
  { program, levelOffsets }: Formulation,
  bounds: ArrayLike<number>,
  point: Float64Array,
): string | null {
  const values = levelValues(program, point);
  for (const [tier, { name, scale }] of program.levels.entries()) {
    const theirs = values[tier]! / scale + levelOffsets[tier]!;
    const ours = bounds[tier]!;
    const most = Math.max(1, Math.abs(theirs));
    // What is added up in another order may differ in the last digits, and no more.
    if (!(Math.abs(ours - theirs) <= RELATIVE_COST_TOLERANCE * most)) {
      return `${name}: ours ${ours}, theirs ${theirs}`;
    }
  }
  return null;
}

/** Solves one attempt as production does, and as HiGHS alone does on the textbook program. */
export async function compare(snapshot: Snapshot): Promise<Comparison> {
  const sourcing = findSourcing(snapshot);
  const ours = await solveAttempt(snapshot, sourcing, portfolio, TIME_LIMIT_MS);
  const formulation = formulate(snapshot, sourcing);
  const theirs = await reference.solve(formulation.program, { timeLimitMs: TIME_LIMIT_MS });
  const { engine, termination } = ours;
  if (theirs.termination !== 'optimal' && theirs.termination !== 'infeasible') {
    return { engine, outcome: 'unproven', difference: null };
  }
  if (termination !== 'optimal' && termination !== 'infeasible') {
    return { engine, outcome: 'unproven', difference: null };
  }
  const difference = differenceOf();
  return { engine, outcome: termination, difference };

  function differenceOf(): string | null {
    if (termination !== theirs.termination) return `ours ${termination}, theirs ${theirs.termination}`;
    if (theirs.point === null) return null;
    if (findViolation(formulation.program, theirs.point) !== null) return 'the reference breaks a row';
    const decision = decide(snapshot, sourcing, ours);
    const { valid, violations } = verify(snapshot, decision, { claim: 'optimal' });
    if (!valid) return `the checker refuses our plan: ${JSON.stringify(violations)}`;
    const tiers = sameTiers(formulation, ours.bounds, theirs.point);
    // Where it is not proven which of the best plans comes first, only the tiers are owed.
    if (!ours.tieBreakProven || !theirs.tieBreakProven) return tiers;
    return tiers ?? sameUnits(ours.units!, theirs.point);
  }
}

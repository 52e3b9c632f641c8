import { solveParameters } from '../../../../src/solver/parameters.ts';
import type { Budget } from '../../../../src/solver/structured/search/budget.ts';
import { type Covering, layOutCovering } from '../../../../src/solver/structured/search/covering.ts';

/** One candidate: its cost, and the units that it gives to each demand, 0 for none. */
export interface CandidateDraft {
  readonly cost: number;
  readonly gives: readonly number[];
  readonly unitCost?: number;
}

/** Lays a covering out; all its costs are integers. */
export function coveringOf(
  demand: readonly number[],
  candidates: readonly CandidateDraft[],
  { fixedOpen = [], ...rest }: Partial<Covering> = {},
): Covering {
  const laidOut = layOutCovering(
    Float64Array.from(demand),
    candidates.map(({ cost, gives, unitCost = 0 }) => ({
      fixedCost: cost,
      entries: gives.flatMap((amount, at) => (amount > 0 ? [{ demand: at, amount, unitCost }] : [])),
    })),
    { integral: true, fixedOpen },
  );
  return { ...laidOut, ...rest };
}

/** A budget that never ends. */
export const endless = (): Budget => ({
  deadline: Number.POSITIVE_INFINITY,
  nodes: 1e9,
  parameters: solveParameters(),
});

import type { Budget } from '../budget.ts';
import { foldOf } from '../fold.ts';
import type { Incumbent } from '../incumbent.ts';
import type { PackingEngine } from '../packing-engine.ts';
import { solveSmall } from './solve-small.ts';
import { wholeQuestion } from './whole-question.ts';

/** The engine may stop where values are whole and no other is better by more than this. */
const INTEGRAL_GAP = 0.25;

/** Tries every choice of a few items, where their objectives fold exactly; gives up after so many nodes. */
export function proveByTrying(incumbent: Incumbent, nodes: number): void {
  const { packing, objectives } = incumbent;
  const fold = foldOf(objectives);
  if (fold.count < objectives.length || objectives.some(({ integral }) => !integral)) return;
  const best = solveSmall(packing, fold.profit, nodes);
  if (best === null) return;
  incumbent.offer(best);
  for (let at = 0; at < objectives.length; at++) incumbent.lower(at, incumbent.values[at]!);
}

/** Asks an engine for one objective after another, up to so many, with those before held at their values. */
export async function proveByEngine(
  incumbent: Incumbent,
  engine: PackingEngine,
  budget: Budget,
  objectives: number,
): Promise<void> {
  for (let at = incumbent.proven; at < objectives; at = incumbent.proven) {
    await budget.pause();
    const timeLimitMs = budget.remainingMs();
    if (timeLimitMs <= 0) return;
    const { integral } = incumbent.objectives[at]!;
    const { point, bound } = engine.solve(
      wholeQuestion(incumbent.packing, incumbent.objectives, at, incumbent.values, {
        absoluteGap: integral ? INTEGRAL_GAP : 0,
        timeLimitMs,
        isOver: () => budget.remainingMs() <= 0,
      }),
    );
    if (point !== null) incumbent.offer(point);
    // Rounding is taken off as `../../textbook/exact-mip.ts` does.
    incumbent.lower(at, bound + (integral ? Math.min(0.5, 1e-6 * Math.max(1, Math.abs(bound))) : 0));
    if (!incumbent.isProven(at)) return;
  }
}

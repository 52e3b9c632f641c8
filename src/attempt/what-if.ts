import { EFFORT } from '../decision/explain/effort.ts';
import type { WhatIf } from '../decision/explain/what-if.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { formulate } from '../formulation/formulate.ts';
import { findSourcing } from '../formulation/sources.ts';
import { type Engine, EngineError } from '../solver/engine.ts';
import { keepsLimits } from './keeps-limits.ts';
import { solveAttempt } from './solve.ts';

/** A proven decision is not given up because a question about it could not be asked. */
function unansweredIfEngineFailed(error: unknown): null {
  if (error instanceof EngineError) return null;
  throw error;
}

/** Whether the textbook program has any point: one tier, and no tie to break. */
async function hasPoint(snapshot: Snapshot, engine: Engine, timeLimitMs: number): Promise<boolean | null> {
  const { program } = formulate(snapshot);
  const question = { ...program, levels: program.levels.slice(0, 1), tieBreak: new Int32Array() };
  const outcome = await engine.solve(question, { timeLimitMs }).catch(unansweredIfEngineFailed);
  if (outcome === null) return null;
  if (outcome.point !== null) return true;
  return outcome.termination === 'infeasible' ? false : null;
}

async function isFeasible(snapshot: Snapshot, engine: Engine, timeLimitMs: number): Promise<boolean | null> {
  const startedAt = performance.now();
  const sourcing = findSourcing(snapshot);
  // Whatever the search broke with: the engine is asked the same.
  const answer = await keepsLimits(snapshot, sourcing, engine, timeLimitMs).catch(() => null);
  if (answer !== null) return answer;
  const left = Math.floor(timeLimitMs - (performance.now() - startedAt));
  return left <= 0 ? null : hasPoint(snapshot, engine, left);
}

/** Whether the attempt, solved to its own aims, releases anything. */
async function isReleased(snapshot: Snapshot, engine: Engine, timeLimitMs: number): Promise<boolean | null> {
  const sourcing = findSourcing(snapshot);
  const solved = await solveAttempt(snapshot, sourcing, engine, timeLimitMs).catch(unansweredIfEngineFailed);
  if (solved?.termination === 'infeasible') return false;
  if (solved === null || solved.termination !== 'optimal') return null;
  return solved.units!.some((units) => units > 0);
}

/**
 * Solves changed questions until a deadline.
 *
 * @param deadline in milliseconds of `performance.now()`; from then on every answer is null
 */
export function askUntil(engine: Engine, deadline: number): WhatIf {
  const ask =
    (answer: (snapshot: Snapshot, engine: Engine, timeLimitMs: number) => Promise<boolean | null>) =>
    async (snapshot: Snapshot): Promise<boolean | null> => {
      const leftMs = deadline - performance.now();
      if (leftMs < 1) return null;
      return answer(snapshot, engine, Math.max(1, Math.floor(leftMs * EFFORT.shareOfAQuestion.value)));
    };
  return {
    isTimeUp: () => performance.now() >= deadline,
    isReleased: ask(isReleased),
    isFeasible: ask(isFeasible),
  };
}

import type { Engine } from '../../src/solver/engine.ts';

/** An engine that counts the time inside it. */
export interface TimedEngine extends Engine {
  /** Milliseconds inside it since it was made. */
  spentMs(): number;
}

/**
 * Counts what our engine takes as `TimedSolver` counts what a peer takes: from the instance as data (the allocation,
 * or the textbook program where the structure declines) to its answer.
 */
export function timed(engine: Engine): TimedEngine {
  let spentMs = 0;
  const count = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    const startedAt = performance.now();
    try {
      return await ask();
    } finally {
      spentMs += performance.now() - startedAt;
    }
  };
  const { solveAllocation } = engine;
  return {
    ...engine,
    solve: (program, limits) => count(() => engine.solve(program, limits)),
    ...(solveAllocation !== undefined && {
      solveAllocation: (allocation, limits) => count(() => solveAllocation(allocation, limits)),
    }),
    spentMs: () => spentMs,
  };
}

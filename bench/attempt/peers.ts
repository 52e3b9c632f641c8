import type { Program } from '../../src/program/program.ts';
import type { Engine, Outcome } from '../../src/solver/engine.ts';
import { createPool, type Pool } from '../../src/solver/pool.ts';

/** A general solver on the textbook program, in a thread that is killed at the limit. */
export interface Peer {
  readonly name: string;
  /** Null where it did not end, or not with a proof, within the limit. */
  solve(program: Program, timeLimitMs: number): Promise<Outcome | null>;
  close(): Promise<void>;
}

function peerIn(name: string, workerFile: URL): Peer {
  // One thread: peers and ours run one after the other, never side by side.
  const pool: Pool = createPool({ threads: 1, workerFile, hardKillGraceMs: 100 });
  return {
    name,
    async solve(program, timeLimitMs) {
      try {
        const outcome = await (pool as Engine).solve(program, { timeLimitMs });
        return outcome.termination === 'optimal' || outcome.termination === 'infeasible' ? outcome : null;
      } catch {
        return null;
      }
    },
    close: () => pool.close({ graceMs: 0 }),
  };
}

/** javascript-lp-solver and HiGHS: the tiers without the tie-break, which no general solver has to do. */
export const openPeers = (): Peer[] => [
  peerIn('javascript-lp-solver', new URL('./workers/javascript-lp-solver.js', import.meta.url)),
  peerIn('highs', new URL('./workers/highs.js', import.meta.url)),
];

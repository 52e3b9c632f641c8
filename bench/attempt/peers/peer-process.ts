import type { Program } from '../../../src/program/program.ts';
import { loadHighsSolver } from '../../../src/solver/engines/highs.ts';
import type { Outcome } from '../../../src/solver/outcome.ts';
import { lexicographic } from '../../../src/solver/textbook/lexicographic.ts';
import { openCbc } from './cbc.ts';
import { javascriptLpSolver } from './javascript-lp-solver.ts';
import { type PeerSolver, TimedSolver } from './peer-solver.ts';
import { solveTierByTier } from './plain-tiers.ts';
import { yalps } from './yalps.ts';

/** What the bench asks of a peer's process. */
export interface PeerTask {
  readonly program: Program;
  readonly timeLimitMs: number;
}

/** What it says: first that it is ready, then one answer a task. */
export type PeerReply =
  | { readonly kind: 'ready'; readonly note: string }
  | {
      readonly kind: 'answer';
      readonly outcome: Pick<Outcome, 'termination' | 'point' | 'reason'>;
      /** Milliseconds inside the solver. */
      readonly ms: number;
    }
  | { readonly kind: 'broken'; readonly message: string };

/** HiGHS as it comes. Our portfolio switches these off, which is better for our programs. */
const HIGHS_DEFAULTS = {
  mip_heuristic_run_feasibility_jump: true,
  mip_heuristic_run_rins: true,
  mip_heuristic_run_rens: true,
  mip_heuristic_run_root_reduced_cost: true,
  mip_allow_restart: true,
};

/** How a peer goes about a program. */
interface Way {
  readonly load: () => PeerSolver | Promise<PeerSolver>;
  /** Whether our own reductions, folds and repairs surround it. */
  readonly helped: boolean;
}

const WAYS: Readonly<Record<string, Way>> = {
  'javascript-lp-solver': { load: () => javascriptLpSolver, helped: false },
  yalps: { load: () => yalps, helped: false },
  highs: { load: () => loadHighsSolver({ options: HIGHS_DEFAULTS }), helped: false },
  cbc: { load: openCbc, helped: false },
  'highs, helped': { load: () => loadHighsSolver(), helped: true },
};

async function answer(solver: PeerSolver, helped: boolean, task: PeerTask): Promise<PeerReply> {
  const timed = new TimedSolver(solver, task.timeLimitMs);
  try {
    const { termination, point, reason } = helped
      ? await lexicographic(solver.name, () => timed).solve(task.program, {
          timeLimitMs: Number.POSITIVE_INFINITY,
        })
      : solveTierByTier(timed, task.program);
    return { kind: 'answer', outcome: { termination, point, reason }, ms: timed.spentMs };
  } catch (thrown) {
    return { kind: 'broken', message: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

const send = (reply: PeerReply) => process.send!(reply);

const way = WAYS[process.argv[2] ?? ''];
if (way === undefined) throw new Error(`expected one of ${Object.keys(WAYS).join(', ')}`);
const solver = await way.load();
process.on('message', async (task: PeerTask) => send(await answer(solver, way.helped, task)));
send({ kind: 'ready', note: solver.note ?? '' });

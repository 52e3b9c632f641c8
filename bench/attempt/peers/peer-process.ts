import type { Program } from '../../../src/program/program.ts';
import type { Outcome } from '../../../src/solver/engine.ts';
import { loadHighsSolver } from '../../../src/solver/engines/highs.ts';
import { lexicographic } from '../../../src/solver/lexicographic.ts';
import { openCbc } from './cbc.ts';
import { javascriptLpSolver } from './javascript-lp-solver.ts';
import { type PeerSolver, TimedSolver } from './peer-solver.ts';
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

const SOLVERS: Readonly<Record<string, () => PeerSolver | Promise<PeerSolver>>> = {
  'javascript-lp-solver': () => javascriptLpSolver,
  yalps: () => yalps,
  highs: () => loadHighsSolver(),
  cbc: openCbc,
};

async function answer(solver: PeerSolver, task: PeerTask): Promise<PeerReply> {
  const timed = new TimedSolver(solver, task.timeLimitMs);
  try {
    const engine = lexicographic(solver.name, () => timed);
    const { termination, point, reason } = await engine.solve(task.program, {
      timeLimitMs: Number.POSITIVE_INFINITY,
    });
    return { kind: 'answer', outcome: { termination, point, reason }, ms: timed.spentMs };
  } catch (thrown) {
    return { kind: 'broken', message: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

const send = (reply: PeerReply) => process.send!(reply);

const load = SOLVERS[process.argv[2] ?? ''];
if (load === undefined) throw new Error(`expected one of ${Object.keys(SOLVERS).join(', ')}`);
const solver = await load();
process.on('message', async (task: PeerTask) => send(await answer(solver, task)));
send({ kind: 'ready', note: solver.note ?? '' });

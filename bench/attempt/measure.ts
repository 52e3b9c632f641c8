import { NothingProvenError, optimize } from '../../src/attempt/optimize.ts';
import { verify } from '../../src/decision/verify/verify.ts';
import type { Decision } from '../../src/domain/decision.ts';
import { OptimizeRequest } from '../../src/domain/optimize-request.ts';
import { type Formulation, formulate } from '../../src/formulation/formulate.ts';
import { parseInput } from '../../src/input/parse.ts';
import { takeAttempt } from '../../src/input/take-attempt.ts';
import { takeSnapshot } from '../../src/input/take-snapshot.ts';
import type { Program } from '../../src/program/program.ts';
import type { Instance } from '../instances/instance.ts';
import { median } from '../statistics.ts';
import { behindPeer, compareWithPeer, compareWithPublished, RefutedError } from './compare.ts';
import type { Peer, PeerAnswer } from './peers/peer.ts';
import type { TimedEngine } from './timed-engine.ts';

/** What takes less is measured several times, the shorter the oftener, and the median counts. */
const REPEATS: readonly (readonly [belowMs: number, times: number])[] = [
  [5, 15],
  [50, 5],
  [200, 3],
];
const NOW = '2026-05-01T00:00:00Z';

/** What one solver needed for one instance: the limit where it proved nothing within it. */
export interface Run {
  readonly ms: number;
  readonly proven: boolean;
  /** The engine of ours that answered and why, or why a peer proved nothing. */
  readonly note: string;
}

/** What a peer needed. */
interface PeerRun extends Run {
  /** Whether it may be the best peer. */
  readonly counts: boolean;
}

/** The limit at which it is asked, of every attempt, what an answer in time is worth. */
export const IN_TIME_MS = 1_000;

/** Our answer at a limit of a second. */
interface InTime {
  readonly attemptMs: number;
  /** `none` where there was neither a plan nor a proof: what the service answers with 504. */
  readonly status: Decision['proof']['status'] | 'none';
  readonly proven: boolean;
  /** How far the first unproven tier may be from its optimum, as a part of its value; null where nothing bounds it. */
  readonly gap: number | null;
  readonly engine: string;
  /** The first tier in which a peer's proven plan is better, and by how much; empty where none is. */
  readonly behind: string;
}

/** One instance, solved by everybody. */
export interface Measured {
  readonly instance: string;
  readonly sources: number;
  readonly columns: number;
  readonly decision: Decision['decision'] | 'unknown';
  readonly engine: string;
  /** Solving alone, which is what a peer's figure is too. */
  readonly ours: Run;
  /** The whole attempt around it, from the parsed request to the checked decision. */
  readonly attemptMs: number;
  readonly inTime: InTime;
  /**
   * How far our plan is at most from the optimum in the first tier that is not proven, as a part: from our bound, the
   * published optimum and what peers proved. 0 where proven, null where there is no plan or nothing bounds it.
   */
  readonly excess: number | null;
  /** By name; a peer that was not asked is missing. */
  readonly peers: ReadonlyMap<string, PeerRun>;
}

/** Draws an instance and parses it, which is not part of what is measured. */
export async function requestOf(instance: Instance, timeLimitMs: number): Promise<OptimizeRequest> {
  return parseInput(OptimizeRequest, { ...(await instance.draw()), limits: { timeLimitMs } });
}

/** What a peer is asked, and what its answer means. */
interface Textbook {
  readonly formulation: Formulation;
  readonly program: Program;
}

/** The textbook program without its tie-break, which no general solver has to do. */
export function textbookOf(request: OptimizeRequest): Textbook {
  const formulation = formulate(takeSnapshot(request, NOW));
  const program: Program = { ...formulation.program, tieBreak: new Int32Array() };
  return { formulation, program };
}

/** Runs what is short several times; the median of what the run with the middle figure took. */
async function repeated<Answer extends { readonly ms: number }>(run: () => Promise<Answer>): Promise<Answer> {
  const first = await run();
  const times = REPEATS.find(([belowMs]) => first.ms < belowMs)?.[1] ?? 1;
  const all = [first];
  while (all.length < times) all.push(await run());
  const middle = median(all.map(({ ms }) => ms));
  return all.find(({ ms }) => ms === middle)!;
}

/** What one attempt of ours took, and its decision; null where nothing was proven. */
interface Attempt {
  readonly ms: number;
  /** The part of it inside the engine. */
  readonly solveMs: number;
  readonly decision: Decision | null;
}

/** One attempt of ours, from the parsed request to the checked decision. */
export async function attemptOnce(request: OptimizeRequest, engine: TimedEngine): Promise<Attempt> {
  const spentBefore = engine.spentMs();
  const startedAt = performance.now();
  const end = (decision: Decision | null): Attempt => ({
    ms: performance.now() - startedAt,
    solveMs: engine.spentMs() - spentBefore,
    decision,
  });
  try {
    return end(await optimize(takeAttempt(request, NOW), engine));
  } catch (thrown) {
    if (!(thrown instanceof NothingProvenError)) throw thrown;
    return end(null);
  }
}

/** Proven within the limit means: the whole attempt ended within it, with a proof. */
function oursOf({ ms, solveMs, decision }: Attempt, limitMs: number): Pick<Measured, 'ours' | 'attemptMs'> {
  const proven = decision !== null && decision.proof.status !== 'feasible' && ms <= limitMs;
  const note = decision?.proof.reason ?? 'nothing was proven';
  return {
    ours: { ms: proven ? solveMs : limitMs, proven, note },
    attemptMs: proven ? ms : limitMs,
  };
}

/** @throws RefutedError where the independent checker refuses the plan */
function assertVerified(request: OptimizeRequest, decision: Decision): void {
  const claim = decision.proof.status === 'feasible' ? 'feasible' : 'optimal';
  const { valid, violations } = verify(takeSnapshot(request, NOW), decision, { claim });
  if (!valid) throw new RefutedError(`the checker refuses our plan: ${JSON.stringify(violations)}`);
}

/** How far a plan is at most from its optimum, by our own bound and by what is published; Infinity where unknown. */
function excessOf(decision: Decision | null, published = Number.NEGATIVE_INFINITY): number {
  if (decision === null) return Number.POSITIVE_INFINITY;
  const value = decision.objective[0]?.value ?? 0;
  return Math.min(
    decision.proof.gap ?? Number.POSITIVE_INFINITY,
    (value - published) / Math.max(1, published),
  );
}

/** One peer on one program; a proof that our checked plan beats is none. */
async function runOf(
  peer: Peer,
  { formulation, program }: Textbook,
  decision: Decision | null,
  limitMs: number,
) {
  const answer: PeerAnswer = await repeated(() => peer.solve(program, limitMs));
  const { claim } = answer;
  const refuted = claim && decision && compareWithPeer(decision, formulation, claim);
  const proven = claim !== null && refuted === null;
  return {
    ms: proven ? answer.ms : limitMs,
    proven,
    note: refuted ?? answer.trouble,
    isFalse: refuted !== null,
    point: proven ? claim.point : null,
  };
}

/** Our answer at a limit of a second: from what was measured already, where that had no other limit. */
async function inTimeOf(
  instance: Instance,
  engine: TimedEngine,
  measured: Attempt,
  limitMs: number,
): Promise<Attempt> {
  if (limitMs === IN_TIME_MS) return measured;
  return attemptOnce(await requestOf(instance, IN_TIME_MS), engine);
}

function describeInTime({ ms, decision }: Attempt, behind: string): InTime {
  const status = decision?.proof.status ?? 'none';
  return {
    attemptMs: ms,
    status,
    proven: (status === 'optimal' || status === 'infeasible') && ms <= IN_TIME_MS,
    gap: decision?.proof.gap ?? null,
    engine: decision?.proof.engine ?? 'none',
    behind,
  };
}

/**
 * Solves one instance by ours and then by each peer that is asked a program of so many columns.
 *
 * @throws RefutedError where our plan does not verify, or somebody shows that it is not what we claim
 */
export async function measure(
  instance: Instance,
  engine: TimedEngine,
  peersFor: (columns: number) => readonly Peer[],
  limitMs: number,
): Promise<Measured> {
  const request = await requestOf(instance, limitMs);
  const attempt = await repeated(() => attemptOnce(request, engine));
  const quick = await inTimeOf(instance, engine, attempt, limitMs);
  const { decision } = attempt;
  for (const each of [decision, quick.decision]) {
    if (each === null) continue;
    assertVerified(request, each);
    if (instance.published !== undefined) compareWithPublished(each, instance.published);
  }
  const textbook = textbookOf(request);
  const runs = new Map<string, PeerRun>();
  const columns = textbook.program.columnLower.length;
  let behind = '';
  let excess = excessOf(decision, instance.published);
  for (const peer of peersFor(columns)) {
    const { isFalse, point, ...run } = await runOf(peer, textbook, decision, limitMs);
    if (isFalse) console.log(`  ${instance.name}: ${peer.name}'s proof is false: ${run.note}`);
    runs.set(peer.name, { ...run, counts: peer.counts });
    if (point === null) continue;
    if (decision !== null) {
      excess = Math.min(excess, behindPeer(decision, textbook.formulation, point)?.part ?? 0);
    }
    if (quick.decision === null) continue;
    compareWithPeer(quick.decision, textbook.formulation, { termination: 'optimal', point });
    const worse = behindPeer(quick.decision, textbook.formulation, point);
    if (worse !== null) behind = `${worse.tier} +${Number(worse.by.toPrecision(4))}`;
  }
  return {
    instance: instance.name,
    sources: request.inventory.length + request.futureInventory.length,
    columns,
    decision: decision?.decision ?? 'unknown',
    engine: decision?.proof.engine ?? 'none',
    ...oursOf(attempt, limitMs),
    inTime: describeInTime(quick, behind),
    excess: Number.isFinite(excess) ? excess : null,
    peers: runs,
  };
}

import { NothingProvenError, optimize } from '../../src/attempt/optimize.ts';
import { verify } from '../../src/decision/verify/verify.ts';
import type { Decision } from '../../src/domain/decision.ts';
import { parseInput } from '../../src/domain/faults.ts';
import { OptimizeRequest } from '../../src/domain/optimize-request.ts';
import { takeSnapshot } from '../../src/domain/snapshot.ts';
import { formulate } from '../../src/formulation/formulate.ts';
import type { Program } from '../../src/program/program.ts';
import type { Engine } from '../../src/solver/engine.ts';
import type { Instance } from '../instances/instance.ts';
import { median } from '../statistics.ts';
import { compareWithPeer, compareWithPublished, RefutedError } from './compare.ts';
import type { Peer, PeerAnswer } from './peers/peer.ts';

/** What takes less is measured three times, and the median counts. */
const REPEAT_BELOW_MS = 50;
const REPEATS = 3;
const NOW = '2026-05-01T00:00:00Z';

/** What one solver needed for one instance: the limit where it proved nothing within it. */
export interface Run {
  readonly ms: number;
  readonly proven: boolean;
  /** The engine of ours that answered and why, or why a peer proved nothing. */
  readonly note: string;
}

/** One instance, solved by everybody. */
export interface Measured {
  readonly instance: string;
  readonly sources: number;
  readonly columns: number;
  readonly decision: Decision['decision'] | 'unknown';
  readonly engine: string;
  readonly ours: Run;
  /** By name; a peer that was not asked is missing. */
  readonly peers: ReadonlyMap<string, Run>;
}

const now = () => NOW;

/** Draws an instance and parses it, which is not part of what is measured. */
export async function requestOf(instance: Instance, timeLimitMs: number): Promise<OptimizeRequest> {
  return parseInput(OptimizeRequest, { ...(await instance.draw()), limits: { timeLimitMs } });
}

/** The textbook program without its tie-break, which no general solver has to do. */
export function textbookOf(request: OptimizeRequest) {
  const formulation = formulate(takeSnapshot(request, NOW));
  const program: Program = { ...formulation.program, tieBreak: new Int32Array() };
  return { formulation, program };
}

/** Runs what is short several times; the median is what it takes. */
async function repeated<Answer extends { readonly ms: number }>(run: () => Promise<Answer>): Promise<Answer> {
  const first = await run();
  if (first.ms >= REPEAT_BELOW_MS) return first;
  const all = [first.ms];
  while (all.length < REPEATS) all.push((await run()).ms);
  return { ...first, ms: median(all) };
}

/** One attempt of ours, from the parsed request to the checked decision; null where nothing was proven. */
export async function attemptOnce(
  request: OptimizeRequest,
  engine: Engine,
): Promise<{ ms: number; decision: Decision | null }> {
  const startedAt = performance.now();
  try {
    const decision = await optimize(request, { engine, now });
    return { ms: performance.now() - startedAt, decision };
  } catch (thrown) {
    if (!(thrown instanceof NothingProvenError)) throw thrown;
    return { ms: performance.now() - startedAt, decision: null };
  }
}

function oursOf(ms: number, decision: Decision | null, limitMs: number): Run {
  const proven = decision !== null && decision.proof.status !== 'feasible' && ms <= limitMs;
  return { ms: proven ? ms : limitMs, proven, note: decision?.proof.reason ?? 'nothing was proven' };
}

/** @throws Error where the independent checker refuses the plan */
function assertVerified(request: OptimizeRequest, decision: Decision): void {
  const claim = decision.proof.status === 'feasible' ? 'feasible' : 'optimal';
  const { valid, violations } = verify(takeSnapshot(request, NOW), decision, { claim });
  if (!valid) throw new RefutedError(`the checker refuses our plan: ${JSON.stringify(violations)}`);
}

/**
 * Solves one instance by ours and then by each peer.
 *
 * @throws RefutedError where our plan does not verify, or somebody shows that it is not what we claim
 */
export async function measure(
  instance: Instance,
  engine: Engine,
  peers: readonly Peer[],
  limitMs: number,
): Promise<Measured> {
  const request = await requestOf(instance, limitMs);
  const { ms, decision } = await repeated(() => attemptOnce(request, engine));
  if (decision !== null) {
    assertVerified(request, decision);
    if (instance.published !== undefined) compareWithPublished(decision, instance.published);
  }
  const { formulation, program } = textbookOf(request);
  const runs = new Map<string, Run>();
  for (const peer of peers) {
    const answer: PeerAnswer = await repeated(() => peer.solve(program, limitMs));
    const { claim } = answer;
    const refuted = claim && decision && compareWithPeer(decision, formulation, claim);
    const proven = claim !== null && refuted === null;
    if (refuted !== null) console.log(`  ${instance.name}: ${peer.name}'s proof is false: ${refuted}`);
    runs.set(peer.name, { ms: proven ? answer.ms : limitMs, proven, note: refuted ?? answer.trouble });
  }
  return {
    instance: instance.name,
    sources: request.inventory.length + request.futureInventory.length,
    columns: program.columnLower.length,
    decision: decision?.decision ?? 'unknown',
    engine: decision?.proof.engine ?? 'none',
    ours: oursOf(ms, decision, limitMs),
    peers: runs,
  };
}

import type { OptimizeRequest } from '../../src/domain/optimize-request.ts';
import type { Instance, InstanceClass } from '../instances/instance.ts';
import { RefutedError } from './compare.ts';
import { attemptOnce, type Measured, measure, requestOf, textbookOf } from './measure.ts';
import type { Peer } from './peers/peer.ts';
import type { TimedEngine } from './timed-engine.ts';

/** What a class is run with. */
export interface ClassOptions {
  readonly engine: TimedEngine;
  readonly peers: readonly Peer[];
  readonly limitMs: number;
  /** Instances to take; absent: as many as is usual for the class. */
  readonly instances?: number | undefined;
  /** The one instance to take, by its name. */
  readonly only?: string | undefined;
}

/** Ours and each peer are warmed up for this long, each on other instances of the class. */
const WARM_UP_MS = 3_000;
const WARM_UP_INSTANCES = 40;
const WARM_UP_LIMIT_MS = 500;
/**
 * A peer that keeps no time limit is not asked what has at least as many columns as this many instances of the class
 * that it failed on: each would take the limit and the start of a process. It counts as the limit.
 */
const TRIED_IN_VAIN = 2;
/** Nor is it asked anything more of a class of which it has failed on so many instances and proven none. */
const TRIED_AND_NEVER_PROVEN = 3;

/** Compiles and loads what a running service has long compiled and loaded. */
async function warmUp({ warmUp }: InstanceClass, { engine, peers }: ClassOptions): Promise<void> {
  const requests: OptimizeRequest[] = [];
  const instances = warmUp(WARM_UP_INSTANCES);
  const until = performance.now() + WARM_UP_MS;
  for (let at = 0; performance.now() < until; at++) {
    const next = at % instances.length;
    // Large ones are drawn only as far as the time goes.
    requests[next] ??= await requestOf(instances[next]!, WARM_UP_LIMIT_MS);
    await attemptOnce(requests[next], engine);
  }
  if (peers.length === 0) return;
  const programs = requests
    .map((request) => textbookOf(request).program)
    .sort((a, b) => a.columnLower.length - b.columnLower.length);
  for (const peer of peers) await peer.warmUpWith(programs, WARM_UP_MS);
}

/** The instance of a name; none where the class has none of it. */
export function namedInstance(each: InstanceClass, only: string): readonly Instance[] {
  const most = Number(only.replace(/^seed /, '')) || Number.POSITIVE_INFINITY;
  return each.take(most).filter((instance) => instance.name === only);
}

function instancesOf(each: InstanceClass, { instances, only }: ClassOptions): readonly Instance[] {
  return only === undefined ? each.take(instances ?? each.usual) : namedInstance(each, only);
}

/** Whether a peer is asked an instance of so many columns, after what it made of others. */
function isAsked({ name, stops }: Peer, columns: number, measured: readonly Measured[]): boolean {
  if (stops) return true;
  const runs = measured.flatMap((each) => {
    const run = each.peers.get(name);
    return run === undefined ? [] : [{ proven: run.proven, columns: each.columns }];
  });
  const failed = runs.filter(({ proven }) => !proven);
  if (failed.length >= TRIED_AND_NEVER_PROVEN && failed.length === runs.length) return false;
  return failed.filter((run) => run.columns <= columns).length < TRIED_IN_VAIN;
}

/**
 * Solves the instances of a class, ours and the peers in turn on each.
 *
 * @throws RefutedError, with the class and the instance, where an answer of ours is wrong
 */
export async function runClass(each: InstanceClass, options: ClassOptions): Promise<Measured[]> {
  await warmUp(each, options);
  const measured: Measured[] = [];
  for (const instance of instancesOf(each, options)) {
    const asked = (columns: number) => options.peers.filter((peer) => isAsked(peer, columns, measured));
    try {
      measured.push(await measure(instance, options.engine, asked, options.limitMs));
    } catch (thrown) {
      if (!(thrown instanceof RefutedError)) throw thrown;
      throw new RefutedError(`WRONG ANSWER in class ${each.name}, ${instance.name}: ${thrown.message}`);
    }
  }
  return measured;
}

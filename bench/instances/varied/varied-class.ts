import { type InstanceClass, seededClass } from '../instance.ts';
import type { drawVaried } from './draw.ts';

/** Long enough that HiGHS and CBC prove most of them, short enough that a run takes minutes. */
const LIMIT_MS = 5_000;
const PEERS = ['highs', 'cbc'];

/** A class of varied attempts, held against HiGHS and CBC: the two that prove attempts of such sizes. */
export const variedClass = (
  head: Pick<InstanceClass, 'name' | 'meaning' | 'usual'> & { readonly timesFaster: number },
  draw: (seed: number) => ReturnType<typeof drawVaried>,
): InstanceClass => {
  const { timesFaster, ...rest } = head;
  return seededClass(
    { ...rest, target: { times: timesFaster, at: 'mean' }, limitMs: LIMIT_MS, peers: PEERS },
    draw,
  );
};

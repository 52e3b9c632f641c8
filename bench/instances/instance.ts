import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';

/** One attempt to be solved, by a name that finds it again. */
export interface Instance {
  /** `seed 7`, or the file it comes from. */
  readonly name: string;
  /** Draws it, the same every time. Not part of what is measured. */
  readonly draw: () => OptimizeRequestInput | Promise<OptimizeRequestInput>;
  /** The published optimum of the value that is minimised, proven by others. */
  readonly published?: number;
}

/**
 * How many times faster than the best peer of each instance the project wants to be: at the median instance (and
 * then its slowest attempts are also to be faster than the best peer's median), or in the geometric mean.
 */
export interface Target {
  readonly times: number;
  readonly at: 'median' | 'mean';
}

/** A set of instances that one row of the table stands for. */
export interface InstanceClass {
  readonly name: string;
  /** What its instances look like, in one sentence. */
  readonly meaning: string;
  /** Instances that a run takes when nobody says how many. */
  readonly usual: number;
  readonly target: Target | null;
  /** Time limit of every solver where a run names none, in milliseconds; absent: the run's own default. */
  readonly limitMs?: number;
  /** Peers that are asked where a run names none; absent: all. */
  readonly peers?: readonly string[];
  /** The first `count` of its instances; fewer where it has fewer. */
  take(count: number): readonly Instance[];
  /** Other instances of the same kind, to warm up with. */
  warmUp(count: number): readonly Instance[];
}

/** A seed far from those that are counted, so that nothing is warmed up with what is measured. */
const FIRST_WARM_UP_SEED = 1_000_001;

const seeded = (
  first: number,
  count: number,
  draw: (seed: number) => ReturnType<Instance['draw']>,
): Instance[] =>
  Array.from({ length: count }, (_, index) => ({
    name: `seed ${first + index}`,
    draw: () => draw(first + index),
  }));

/** A class whose instances are drawn from the seeds 1, 2, 3, … */
export function seededClass(
  head: Omit<InstanceClass, 'take' | 'warmUp'>,
  draw: (seed: number) => ReturnType<Instance['draw']>,
): InstanceClass {
  return {
    ...head,
    take: (count) => seeded(1, count, draw),
    warmUp: (count) => seeded(FIRST_WARM_UP_SEED, count, draw),
  };
}

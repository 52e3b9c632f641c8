import type { Clock } from '../release/ports/clock.ts';

const MINUTE_MS = 60_000;

/** The number of the clock's minute, counted from 1970. */
const minuteOf = (now: string): number => Math.floor(Date.parse(now) / MINUTE_MS);

/**
 * The id of the job that a minute begins with: a UUID made of the minute. All processes send the same one, and the
 * queue's table takes an id once, so that each minute has one tick however many processes there are. A process that
 * starts sends one more, without an id, so that it looks at once.
 */
export const tickId = (now: string): string =>
  `00000000-0000-4000-8000-${minuteOf(now).toString(16).padStart(12, '0')}`;

/**
 * Calls `tick` at the beginning of each minute of the clock, until `stopped`. Minutes that a clock jumps over have
 * none.
 *
 * @param tick never rejects
 */
export async function tickEachMinute(
  { now, wait }: Clock,
  stopped: AbortSignal,
  tick: () => Promise<void>,
): Promise<void> {
  for (;;) {
    await wait(MINUTE_MS - (Date.parse(now()) % MINUTE_MS), stopped);
    if (stopped.aborted) return;
    await tick();
  }
}

/** Time between two looks for what nobody was woken for, in milliseconds. */
const LOOK_EVERY_MS = 5_000;

/** Calls `look` every few seconds of the clock, until `stopped`. @param look never rejects */
export async function lookAgainAndAgain(
  { wait }: Clock,
  stopped: AbortSignal,
  look: () => Promise<void>,
): Promise<void> {
  for (;;) {
    await wait(LOOK_EVERY_MS, stopped);
    if (stopped.aborted) return;
    await look();
  }
}

import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../src/release/ports/clock.ts';

interface Wait {
  readonly dueMs: number;
  readonly end: () => void;
}

/** A clock that stands still until a test moves it. */
export class TestClock implements Clock {
  #now: string;
  readonly #waits = new Set<Wait>();

  constructor(start = '2026-05-01T09:00:00.000Z') {
    this.#now = start;
  }

  readonly now = (): string => this.#now;

  readonly wait = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (ms <= 0 || signal?.aborted) return resolve();
      const end = () => {
        signal?.removeEventListener('abort', end);
        this.#waits.delete(wait);
        resolve();
      };
      const wait: Wait = { dueMs: Date.parse(this.#now) + ms, end };
      this.#waits.add(wait);
      signal?.addEventListener('abort', end);
    });

  /** Milliseconds until each wait that goes on is due, soonest first. */
  get waits(): number[] {
    const nowMs = Date.parse(this.#now);
    return [...this.#waits].map((wait) => wait.dueMs - nowMs).sort((a, b) => a - b);
  }

  /** Sets the instant, and ends the waits that are due then. */
  set(instant: string): void {
    this.#now = instant;
    const nowMs = Date.parse(instant);
    for (const wait of [...this.#waits]) if (wait.dueMs <= nowMs) wait.end();
  }

  advance(ms: number): void {
    this.set(new Date(Date.parse(this.#now) + ms).toISOString());
  }
}

/** Waits on the clock of the machine, for a test whose own stands still. */
export const machineWait: Clock['wait'] = (ms, signal) =>
  delay(ms, undefined, signal && { signal }).catch(() => undefined);

/** Waits, on the clock of the machine, until `condition` holds; fails after 60 s. */
export async function until(condition: () => boolean | Promise<boolean>, what = 'it'): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`${what} did not happen within 60 s`);
    await delay(10);
  }
}

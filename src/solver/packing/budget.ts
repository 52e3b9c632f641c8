/** What a solve may still take. */
export interface Budget {
  /** Milliseconds; 0 or less once the time has passed or the caller wants no more. */
  remainingMs(): number;
  /** Lets the thread's other work run, so that a caller who wants no more can say so. */
  pause(): Promise<void>;
}

/** The budget of a whole solve, from now on. */
export function budgetOf(timeLimitMs: number, now: () => number, signal?: AbortSignal): Budget {
  const endsAt = now() + timeLimitMs;
  return {
    remainingMs: () => (signal?.aborted === true ? 0 : endsAt - now()),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

/** A part of a budget: at most so many milliseconds of it from now on. */
export function partOf(budget: Budget, milliseconds: number): Budget {
  const leave = budget.remainingMs() - milliseconds;
  return { remainingMs: () => budget.remainingMs() - Math.max(0, leave), pause: () => budget.pause() };
}

/**
 * The clock that `app` hands on. Every wait and every due time of the release system is on it, so that a test moves
 * them by moving its clock.
 */
export interface Clock {
  /** The instant, ISO 8601 with milliseconds, in UTC. */
  readonly now: () => string;
  /**
   * Resolves once so many milliseconds have passed on the clock, or as soon as `signal` is aborted.
   * Never rejects: who hands a signal looks at it afterwards.
   */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
}

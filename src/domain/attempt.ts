import type { OptimizeRequest } from './optimize-request.ts';
import type { Snapshot } from './snapshot.ts';

/** One release attempt, read and checked: plain data, so that it can be decided here or on another thread. */
export interface Attempt {
  readonly snapshot: Snapshot;
  /** Milliseconds that solving and explaining may take, counted from where they begin. */
  readonly timeLimitMs: number;
  /** How much is said of a hold. */
  readonly explain: OptimizeRequest['explain'];
}

import type { LineId } from '../../domain/ids.ts';
import type { Snapshot } from '../../domain/snapshot.ts';

/** What solving a changed question showed; null where the time ran out before anything was proven. */
export interface WhatIfAnswer {
  /** True when the shipment, or in partial release some of it, would be released. */
  readonly released: boolean;
  /** Units left in backorder by the plan that leaves the fewest, by line; all of them where it is held. */
  readonly unfilled: ReadonlyMap<LineId, number>;
}

/** Solves a changed question; how it is solved is not the explanation's business. */
export type WhatIf = (snapshot: Snapshot) => Promise<WhatIfAnswer | null>;

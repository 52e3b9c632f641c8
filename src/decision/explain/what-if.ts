import type { Snapshot } from '../../domain/snapshot.ts';

/** What has to be solved to explain a hold; how it is solved is not the explanation's business. */
export interface WhatIf {
  /** True when the time for explaining is over. */
  isTimeUp(): boolean;
  /** Whether the attempt releases the shipment or a part of it; null where that was not proven in time. */
  isReleased(snapshot: Snapshot): Promise<boolean | null>;
  /** Whether all lines together can be released at all; null where that was not proven in time. */
  isFeasible(snapshot: Snapshot): Promise<boolean | null>;
}

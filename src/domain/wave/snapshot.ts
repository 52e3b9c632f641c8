import type { Shipment } from '../shipment.ts';
import type { Snapshot } from '../snapshot.ts';
import type { KeptPlan, WavePolicy, WaveRequest } from './request.ts';

/** A shipment in its place in the queue. */
export interface Standing {
  readonly shipment: Shipment;
  /** A larger one goes first. */
  readonly priority: number;
  /** v_s, in the caller's unit: what its release is worth, age left aside. */
  readonly value: number;
  /** Whole days from `backorderedAt` to the wave's moment. */
  readonly daysWaited: number;
  /** Its plan, where it is FUTURE already; it may become earlier. */
  readonly promised: KeptPlan | null;
  /** Its plan, where that is kept as it is. */
  readonly pinned: KeptPlan | null;
}

/**
 * Everything that one wave looks at, in the written order: shipments in the order of the queue (priority, larger first;
 * then who waits longer; then shipment number), their lines by id, and the stock of all of them as a {@link Snapshot} has
 * it.
 */
export interface WaveSnapshot extends Omit<Snapshot, 'shipment'> {
  readonly shipments: readonly Standing[];
  readonly policy: WavePolicy;
  /** What a day of waiting adds to a value, as a part of it. */
  readonly ageWeight: number;
  /** Milliseconds that deciding may take, counted from where it begins. */
  readonly timeLimitMs: number;
  readonly explain: WaveRequest['explain'];
}

/** What the wave's stock is to one of its shipments: all of it, as if nobody else wanted any. */
export const snapshotOf = (wave: WaveSnapshot, { shipment }: Standing): Snapshot => ({
  today: wave.today,
  lastFutureDay: wave.lastFutureDay,
  settings: wave.settings,
  shipment,
  locations: wave.locations,
  currentInventory: wave.currentInventory,
  futureLots: wave.futureLots,
});

import { NothingProvenError } from '../../attempt/optimize.ts';
import { calendarDayOf } from '../../domain/calendar.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import type { Waiting } from '../../domain/site/waiting.ts';
import type { StoreReader } from '../ports/store.ts';
import type { ShownShipment } from '../queue/shown.ts';
import { waitingBecause, waitingFor } from '../queue/waiting.ts';
import type { ReleasePorts } from '../service-ports.ts';
import { readSettings } from '../site-view.ts';
import { waitOfHeld } from './note-waiting.ts';
import { propose } from './propose.ts';

/** It could go, and nothing lets it: a person decides what becomes of it. */
const PERSON_DECIDES = 'PERSON_DECIDES';

/** Longest time in which a reason that is only shown is looked for, in milliseconds. */
const LONGEST_LOOK_MS = 1_000;

/** Errors by which a reason is not found now: nothing was proven in time, or the solver is busy or away. */
const isOfSolver = (error: unknown): boolean =>
  error instanceof NothingProvenError || (error as { name?: unknown } | null)?.name === 'EngineError';

/** Why one with customer care could not go, or that only a person keeps it; null where that is not found now. */
async function reasonNow(
  ports: ReleasePorts,
  reader: StoreReader,
  shipment: ShipmentRecord,
): Promise<Waiting | null> {
  const { value: settings } = await readSettings(reader);
  const now = ports.now();
  const { releaseNotBefore: day } = shipment;
  const mayGo = day === null || day <= calendarDayOf(now, settings.timeZone);
  const attemptTimeLimitMs = Math.min(ports.attemptTimeLimitMs, LONGEST_LOOK_MS);
  try {
    const proposed = await propose({ ...ports, attemptTimeLimitMs }, reader, shipment, {
      // Nothing is carried out: a better plan would not change the answer.
      settings: { ...settings, unprovenRetryMs: 0 },
      explain: 'reasons',
      mayPass: false,
      isByChange: false,
    });
    const { decision, unknownProducts } = proposed;
    const held =
      waitOfHeld(proposed, now) ??
      (decision.hold === null ? null : waitingFor(decision.hold, null, now, unknownProducts));
    const which = decision.decision === 'released' ? 'it could go' : 'a part of it could go';
    const found = held ?? waitingBecause(PERSON_DECIDES, which, now);
    // Nothing tries it, on no day.
    const known = { ...found, nextTryDay: null };
    return mayGo ? known : { ...known, reason: 'NOT_BEFORE', moreInfo: day };
  } catch (error) {
    if (isOfSolver(error)) return null;
    throw error;
  }
}

/**
 * Shipments with the reasons of those with customer care as they are now. Runs and changes leave these alone, so nothing
 * keeps their reasons up but who looks at them; where none is found in time the last one that is known stays. Changes
 * nothing.
 */
export async function withReasonsOfCare(
  ports: ReleasePorts,
  reader: StoreReader,
  shipments: readonly ShownShipment[],
): Promise<ShownShipment[]> {
  const shown: ShownShipment[] = [];
  for (const shipment of shipments) {
    const isWithCare = shipment.shipmentStatus === 'CUSTOMER_CARE';
    const reason = isWithCare ? await reasonNow(ports, reader, shipment) : null;
    shown.push(reason === null ? shipment : { ...shipment, waiting: reason });
  }
  return shown;
}

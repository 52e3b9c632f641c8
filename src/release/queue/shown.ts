import { calendarDayOf } from '../../domain/calendar.ts';
import type { ShipmentNumber } from '../../domain/ids.ts';
import type { SiteSettings } from '../../domain/site/settings.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import type { Waiting } from '../../domain/site/waiting.ts';
import type { WaitingState } from '../ports/queue.ts';
import type { StoreReader } from '../ports/store.ts';
import { readSettings } from '../site-view.ts';
import { BEING_DECIDED, isSame, PAUSED, waitingBecause } from './waiting.ts';

/** What is said of a shipment that is not tried, in place of what its last attempt said. */
type Block = Pick<Waiting, 'reason' | 'moreInfo'> & Partial<Waiting>;

/** What keeps a shipment from being tried, whatever an attempt would say; null where nothing does. */
function blockOf(
  { onHold, releaseNotBefore, shipmentStatusReason }: ShipmentRecord,
  isUndecided: boolean,
  settings: SiteSettings,
  now: string,
): Block | null {
  const isUnpaid = shipmentStatusReason?.reasonCode.startsWith('PAYMENT') ?? false;
  if (onHold) {
    return isUnpaid
      ? { reason: 'PAYMENT', moreInfo: shipmentStatusReason!.moreInfo }
      : { reason: 'ON_HOLD', moreInfo: '' };
  }
  const today = calendarDayOf(now, settings.timeZone);
  if (releaseNotBefore !== null && releaseNotBefore > today) {
    return { reason: 'NOT_BEFORE', moreInfo: releaseNotBefore, nextTryDay: releaseNotBefore };
  }
  if (settings.pauseReleases) return { reason: PAUSED, moreInfo: '' };
  if (!isUndecided) return null;
  return settings.releaseOnInventoryChange
    ? { reason: BEING_DECIDED, moreInfo: '' }
    : { reason: 'SCHEDULE_ONLY', moreInfo: 'it is tried by the next run' };
}

/** A shipment as it is shown: with why it waits, where it does. */
export type ShownShipment = ShipmentRecord & { readonly waiting: Waiting | null };

/** Of an attempt that is made now, or of the last one where that said the same. */
const latest = (last: Waiting | null, now: Waiting | undefined): Waiting | null =>
  now === undefined || (last !== null && isSame(last, now)) ? last : now;

function shown(
  shipment: ShipmentRecord,
  state: WaitingState | undefined,
  known: Waiting | null,
  settings: SiteSettings,
  now: string,
): ShownShipment {
  if (state === undefined) return { ...shipment, waiting: null };
  const block =
    shipment.shipmentStatus === 'BACKORDER' ? blockOf(shipment, state.isUndecided, settings, now) : null;
  if (block === null) return { ...shipment, waiting: known };
  // What was found out before is still worth knowing.
  const found = known ?? waitingBecause(block.reason, block.moreInfo, shipment.updatedAt);
  const { earliestReleaseDate: earliest } = found;
  // It goes on no day on which it is not tried yet.
  const isTooEarly = earliest !== null && block.nextTryDay != null && earliest < block.nextTryDay;
  const first = isTooEarly ? { earliestReleaseDate: block.nextTryDay! } : {};
  return { ...shipment, waiting: { ...found, ...block, ...first } };
}

/**
 * Shipments, each in BACKORDER or with customer care with the reason why.
 *
 * @param reasons as attempts find them now; of the others the last that is known is shown
 */
export async function withWaiting(
  reader: StoreReader,
  shipments: readonly ShipmentRecord[],
  now: string,
  reasons: ReadonlyMap<ShipmentNumber, Waiting> = new Map(),
): Promise<ShownShipment[]> {
  const waiting = shipments.filter(
    ({ shipmentStatus }) => shipmentStatus === 'BACKORDER' || shipmentStatus === 'CUSTOMER_CARE',
  );
  if (waiting.length === 0) return shipments.map((shipment) => ({ ...shipment, waiting: null }));
  const { value: settings } = await readSettings(reader);
  const today = calendarDayOf(now, settings.timeZone);
  const states = await reader.waitingStates(
    waiting.map(({ shipmentNumber }) => shipmentNumber),
    today,
  );
  return shipments.map((shipment) => {
    const state = states.get(shipment.shipmentNumber);
    const known = latest(state?.waiting ?? null, reasons.get(shipment.shipmentNumber));
    return shown(shipment, state, known, settings, now);
  });
}

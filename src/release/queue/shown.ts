import { calendarDayOf } from '../../domain/calendar.ts';
import type { SiteSettings } from '../../domain/site/settings.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import type { Waiting } from '../../domain/site/waiting.ts';
import type { WaitingState } from '../ports/queue.ts';
import type { StoreReader } from '../ports/store.ts';
import { readSettings } from '../site-view.ts';
import { BEING_DECIDED, PAUSED, waitingBecause } from './waiting.ts';

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

function shown(
  shipment: ShipmentRecord,
  state: WaitingState | undefined,
  settings: SiteSettings,
  now: string,
): ShownShipment {
  if (state === undefined) return { ...shipment, waiting: null };
  const { waiting, isUndecided } = state;
  const block =
    shipment.shipmentStatus === 'BACKORDER' ? blockOf(shipment, isUndecided, settings, now) : null;
  if (block === null) return { ...shipment, waiting };
  // What was found out before is still worth knowing.
  const known = waiting ?? waitingBecause(block.reason, block.moreInfo, shipment.updatedAt);
  const { earliestReleaseDate: earliest } = known;
  // It goes on no day on which it is not tried yet.
  const isTooEarly = earliest !== null && block.nextTryDay != null && earliest < block.nextTryDay;
  const first = isTooEarly ? { earliestReleaseDate: block.nextTryDay! } : {};
  return { ...shipment, waiting: { ...known, ...block, ...first } };
}

/** Shipments, each in BACKORDER or with customer care with the reason why. */
export async function withWaiting(
  reader: StoreReader,
  shipments: readonly ShipmentRecord[],
  now: string,
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
  return shipments.map((shipment) => shown(shipment, states.get(shipment.shipmentNumber), settings, now));
}

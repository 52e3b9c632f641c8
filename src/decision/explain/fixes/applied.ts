import type { FutureLot, Snapshot } from '../../../domain/snapshot.ts';
import { isOverdue } from '../../../formulation/eligibility/future-inventory.ts';
import { type AddedStock, withAdded } from '../relax.ts';
import { withAllowed, withOpened } from './locations.ts';
import type { OwnFix } from './own-fix.ts';

/** The lots that a fix names, as stock of another day. */
function stockOf(
  snapshot: Snapshot,
  isMoved: (lot: FutureLot) => boolean,
  day: AddedStock['day'],
): AddedStock[] {
  const moved = snapshot.futureLots.filter((lot) => lot.available > 0 && isMoved(lot));
  return moved.map(({ productCode, locationCode, available, unitCost }) => {
    return { productCode, locationCode, day, units: available, unitCost };
  });
}

function isNamedBy(lots: Extract<OwnFix, { kind: 'MOVE_LOTS_EARLIER' }>['lots']) {
  const keyOf = (lot: (typeof lots)[number]) =>
    JSON.stringify([lot.futureInventoryId, lot.locationCode, lot.productCode, lot.deliveryDay]);
  const keys = new Set(lots.map(keyOf));
  return (lot: FutureLot) => keys.has(keyOf(lot));
}

/** Units of a fix; those that are to come today are in stock where current inventory counts. */
function addedBy(
  { units }: Extract<OwnFix, { kind: 'ADD_UNITS' }>,
  { today, settings }: Snapshot,
): AddedStock[] {
  return units.flatMap(({ productCode, locationCode, byDay, quantity }) => {
    if (locationCode === null) return [];
    const day = byDay === today && settings.useCurrentInventory ? null : byDay;
    return [{ productCode, locationCode, day, units: quantity, unitCost: 0 }];
  });
}

const withSettings = (snapshot: Snapshot, settings: Partial<Snapshot['settings']>): Snapshot => ({
  ...snapshot,
  settings: { ...snapshot.settings, ...settings },
});

/** The attempt as if every product that `isEnabled` names might take lots. */
export function withProducts(snapshot: Snapshot, isEnabled: (productCode: string) => boolean): Snapshot {
  const items = snapshot.shipment.items.map((line) =>
    isEnabled(line.productCode) ? { ...line, allowsFutureAllocate: true } : line,
  );
  return { ...snapshot, shipment: { ...snapshot.shipment, items } };
}

/** The attempt as if all overdue lots that `isMeant` names had been received. */
export function withReceived(
  snapshot: Snapshot,
  isMeant: (lot: FutureLot) => boolean = () => true,
): Snapshot {
  const isReceived = (lot: FutureLot) => isOverdue(lot, snapshot) && isMeant(lot);
  return withAdded(snapshot, stockOf(snapshot, isReceived, null));
}

/** The attempt with a fix of one kind carried out. What other shipments hold no attempt on its own knows. */
export function applied(snapshot: Snapshot, fix: OwnFix): Snapshot {
  switch (fix.kind) {
    case 'RECEIVE_OVERDUE_LOTS':
      return withReceived(snapshot, isNamedBy(fix.lots));
    case 'ENABLE_FUTURE_FOR_PRODUCT':
      return withProducts(snapshot, (code) => (fix.productCodes as string[]).includes(code));
    case 'ALLOW_LOCATION':
      return withAllowed(snapshot, fix.lines);
    case 'OPEN_LOCATION':
      return withOpened(snapshot, fix.locations);
    case 'ENABLE_FUTURE_FOR_SITE':
      return withSettings(snapshot, { futureInventoryEnabled: true });
    case 'USE_CURRENT_INVENTORY':
      return withSettings(snapshot, { useCurrentInventory: true });
    case 'EXTEND_FUTURE_DATE_LIMIT':
      return { ...snapshot, lastFutureDay: fix.lastDay };
    case 'RAISE_LIMIT':
      return withSettings(snapshot, { [fix.limit]: fix.to });
    case 'MOVE_LOTS_EARLIER':
      return withAdded(snapshot, stockOf(snapshot, isNamedBy(fix.lots), fix.byDay));
    case 'ADD_UNITS':
      return withAdded(snapshot, addedBy(fix, snapshot));
  }
}

import type { Line } from '../../domain/shipment.ts';
import type { FutureLot, Snapshot } from '../../domain/snapshot.ts';

/** Rule 3a: the site's switch. Reason: `FUTURE_DISABLED_FOR_SITE`. */
export function futureEnabledForSite({ settings }: Snapshot): boolean {
  return settings.futureInventoryEnabled;
}

/** Rule 3b: the product's switch, as the line carries it. Reason: `FUTURE_DISABLED_FOR_PRODUCT`. */
export function futureEnabledForProduct(line: Line): boolean {
  return line.allowsFutureAllocate;
}

/** Rule 3c: a lot whose day has passed without arriving is neither stock nor a promise. */
export function isOverdue(lot: FutureLot, { today }: Snapshot): boolean {
  return lot.deliveryDay < today;
}

/** Rule 3d: the last day of the Future Date Limit is inclusive. Reason: `BEYOND_FUTURE_DATE_LIMIT`. */
export function isBeyondFutureDateLimit(lot: FutureLot, { lastFutureDay }: Snapshot): boolean {
  return lot.deliveryDay > lastFutureDay;
}

/** Rule 3e: the line's list of locations whose future inventory it must not take. */
export function isExcludedForFuture(lot: FutureLot, line: Line): boolean {
  return line.excludedFutureLocationCodes.includes(lot.locationCode);
}

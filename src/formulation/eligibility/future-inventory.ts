import type { Line } from '../../domain/shipment.ts';
import type { FutureLot, Snapshot } from '../../domain/snapshot.ts';

/** The site's switch. Reason: `FUTURE_DISABLED_FOR_SITE`. */
export function futureEnabledForSite({ settings }: Snapshot): boolean {
  return settings.futureInventoryEnabled;
}

/** The product's switch, as the line carries it. Reason: `FUTURE_DISABLED_FOR_PRODUCT`. */
export function futureEnabledForProduct(line: Line): boolean {
  return line.allowsFutureAllocate;
}

/** A lot that has not arrived on its day is neither stock nor a promise. */
export function isOverdue(lot: FutureLot, { today }: Snapshot): boolean {
  return lot.deliveryDay < today;
}

/** The last day of the Future Date Limit counts. Reason: `BEYOND_FUTURE_DATE_LIMIT`. */
export function isBeyondFutureDateLimit(lot: FutureLot, { lastFutureDay }: Snapshot): boolean {
  return lot.deliveryDay > lastFutureDay;
}

/** The line lists locations from which it must not take future inventory. */
export function isExcludedForFuture({ locationCode }: Pick<FutureLot, 'locationCode'>, line: Line): boolean {
  return line.excludedFutureLocationCodes.includes(locationCode);
}

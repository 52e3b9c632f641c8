import type { LineId, LocationCode } from '../ids.ts';
import type { ShipmentItem } from './shipment.ts';

/** The locations that a line may not come from: those its order excludes, and those that are blocked for it; each once. */
export function excludedLocationsOf(
  item: Pick<ShipmentItem, 'excludedLocationCodes' | 'blockedLocationCodes'>,
): readonly LocationCode[] {
  if (item.blockedLocationCodes.length === 0) return item.excludedLocationCodes;
  return [...new Set([...item.excludedLocationCodes, ...item.blockedLocationCodes])];
}

/** Lines that no longer may come from a location, whatever is there; null: it is not known, and nothing is blocked. */
export function blockedAt(items: readonly ShipmentItem[], locationCode: LocationCode | null): ShipmentItem[] {
  return items.map((item) =>
    locationCode === null || item.blockedLocationCodes.includes(locationCode)
      ? item
      : { ...item, blockedLocationCodes: [...item.blockedLocationCodes, locationCode].sort() },
  );
}

/**
 * Lines of which some have exactly these locations blocked.
 *
 * @param lineIds null: every line
 * @returns the same array where none of them changes
 */
export function withBlocked(
  items: readonly ShipmentItem[],
  locationCodes: readonly LocationCode[],
  lineIds: readonly LineId[] | null,
): readonly ShipmentItem[] {
  const blockedLocationCodes = [...new Set(locationCodes)].sort();
  const isAsGiven = (item: ShipmentItem) =>
    item.blockedLocationCodes.join('\n') === blockedLocationCodes.join('\n');
  const changes = (item: ShipmentItem) =>
    (lineIds === null || lineIds.includes(item.lineId)) && !isAsGiven(item);
  if (!items.some(changes)) return items;
  return items.map((item) => (changes(item) ? { ...item, blockedLocationCodes } : item));
}

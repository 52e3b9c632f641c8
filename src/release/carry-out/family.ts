import type { SiteSettings } from '../../domain/site/settings.ts';
import type { ShipmentRecord, ShipmentStatus } from '../../domain/site/shipment.ts';
import type { ShipmentReader } from '../ports/shipments.ts';

/** Statuses of a shipment that is a package, or was one: it counts against the limit on children. */
const PACKED: readonly ShipmentStatus[] = ['READY', 'FUTURE', 'FULFILLED'];

/**
 * The other shipments of the family, as far as a limit on its children makes them matter.
 *
 * @returns none where there is no limit
 */
export async function readFamily(
  reader: ShipmentReader,
  { shipmentNumber, originalShipmentNumber }: ShipmentRecord,
  { maxChildShipments }: SiteSettings,
): Promise<ShipmentRecord[]> {
  if (maxChildShipments === null) return [];
  const family = await reader.lineage(originalShipmentNumber);
  return family.filter((each) => each.shipmentNumber !== shipmentNumber);
}

/**
 * The settings with the limit on children less those that the family has already; 0: it may have no more.
 *
 * @param others packages that count as well, and are not written down
 */
export function withoutFamily(
  settings: SiteSettings,
  family: readonly ShipmentRecord[],
  others = 0,
): SiteSettings {
  const { maxChildShipments } = settings;
  if (maxChildShipments === null) return settings;
  const packed = others + family.filter(({ shipmentStatus }) => PACKED.includes(shipmentStatus)).length;
  return { ...settings, maxChildShipments: Math.max(0, maxChildShipments - packed) };
}

import type { Fix } from '../../domain/fix.ts';
import type { FutureInventoryId, LineId, LocationCode, ProductCode } from '../../domain/ids.ts';
import type { Line } from '../../domain/shipment.ts';
import type { FutureLot, Snapshot } from '../../domain/snapshot.ts';
import type { CurrentInventory, Location } from '../../domain/stock.ts';
import { isEligibleLocation } from '../../formulation/eligibility/eligible-location.ts';
import {
  futureEnabledForProduct,
  futureEnabledForSite,
} from '../../formulation/eligibility/future-inventory.ts';
import { kitGroups, unitsPerKit } from '../../formulation/kits.ts';
import { findSourcing } from '../../formulation/sources.ts';
import { coverLines } from './coverage.ts';
import { asFullestRelease, withMoreCurrent, withMoreFuture } from './relax.ts';
import type { WhatIf } from './what-if.ts';

type UnitsAdded = Extract<Fix, { kind: 'ADD_UNITS' }>['units'][number];

/** Lines of which a release may consist, and how many units of each: the smallest release a mode allows. */
function smallestReleases(snapshot: Snapshot, lines: readonly Line[]): Map<LineId, number>[] {
  const whole = (members: readonly Line[]) => new Map(members.map((line) => [line.lineId, line.quantity]));
  const mode = snapshot.settings.partialRelease;
  if (mode === 'none') return [whole(lines)];
  const alone = lines.filter((line) => line.itemDependency === null);
  return [
    ...alone.map((line) => (mode === 'line' ? whole([line]) : new Map([[line.lineId, 1]]))),
    ...[...kitGroups(snapshot.shipment).values()]
      .filter((group) => group.lines.length > 0)
      .map((group) =>
        mode === 'line'
          ? whole(group.lines)
          : new Map(group.lines.map((line) => [line.lineId, unitsPerKit(line, group)])),
      ),
  ];
}

/** Units short a line for the release that lacks the fewest; by stock, then by the limits on locations. */
async function fewestMissing(snapshot: Snapshot, whatIf: WhatIf): Promise<Map<LineId, number>> {
  const sourcing = findSourcing(snapshot);
  let fewest = new Map<LineId, number>();
  let fewestTotal = Number.POSITIVE_INFINITY;
  for (const wanted of smallestReleases(snapshot, sourcing.lines)) {
    const covered = coverLines(sourcing, wanted);
    const missing = new Map([...wanted].map(([lineId, units]) => [lineId, units - covered.get(lineId)!]));
    const total = [...missing.values()].reduce((sum, units) => sum + units, 0);
    if (total < fewestTotal) [fewest, fewestTotal] = [missing, total];
  }
  const { maxFulfillingLocations, maxSplitItemLocations, partialRelease } = snapshot.settings;
  const isLimited = maxFulfillingLocations !== null || maxSplitItemLocations !== null;
  if (!isLimited || partialRelease !== 'none') return fewest;
  const fullest = asFullestRelease(snapshot);
  return new Map((await whatIf(fullest))?.unfilled ?? []);
}

/** Where a line's missing units would count, and until when: by the limit's last day, or today. */
function addedUnits(snapshot: Snapshot, missing: ReadonlyMap<LineId, number>, at: Location): UnitsAdded[] {
  const added = new Map<string, UnitsAdded>();
  for (const line of snapshot.shipment.items) {
    const quantity = missing.get(line.lineId) ?? 0;
    if (quantity === 0) continue;
    const mayWait =
      futureEnabledForSite(snapshot) &&
      futureEnabledForProduct(line) &&
      !line.excludedFutureLocationCodes.includes(at.locationCode);
    const byDay = mayWait ? snapshot.lastFutureDay : snapshot.today;
    const key = `${byDay} ${line.productCode}`;
    const known = added.get(key);
    if (known !== undefined) known.quantity += quantity;
    else {
      const { productCode } = line;
      added.set(key, {
        productCode,
        quantity,
        locationCode: at.locationCode,
        byDay,
      });
    }
  }
  return [...added.values()];
}

/** The question with the units there. */
function withUnits(snapshot: Snapshot, units: readonly UnitsAdded[]): Snapshot {
  const place = (row: UnitsAdded) => ({
    locationCode: row.locationCode as LocationCode,
    productCode: row.productCode as ProductCode,
    available: row.quantity,
    unitCost: 0,
  });
  const current: CurrentInventory[] = units.filter((row) => row.byDay === snapshot.today).map(place);
  const future: FutureLot[] = units
    .filter((row) => row.byDay !== snapshot.today)
    .map((row) => ({
      ...place(row),
      futureInventoryId: 'added' as FutureInventoryId,
      deliveryDay: row.byDay,
    }));
  return withMoreFuture(withMoreCurrent(snapshot, current), future);
}

/** Most locations at which the units are tried before the fix is given up. */
const MOST_LOCATIONS_TRIED = 50;

/**
 * The fewest units that release the shipment when they all come to one location: as many as the fullest
 * possible release is short of, which no smaller addition can make good.
 */
export async function moreUnits(snapshot: Snapshot, whatIf: WhatIf): Promise<Fix | null> {
  const missing = await fewestMissing(snapshot, whatIf);
  const lines = snapshot.shipment.items.filter((line) => (missing.get(line.lineId) ?? 0) > 0);
  if (lines.length === 0) return null;
  const places = snapshot.locations
    .filter((location) => lines.every((line) => isEligibleLocation(location, line, snapshot.shipment)))
    .slice(0, MOST_LOCATIONS_TRIED);
  for (const location of places) {
    const units = addedUnits(snapshot, missing, location);
    if ((await whatIf(withUnits(snapshot, units)))?.released) return { kind: 'ADD_UNITS', units };
  }
  return null;
}

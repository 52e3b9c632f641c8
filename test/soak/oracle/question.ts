import type { OptimizeRequestInput } from '../../../src/domain/optimize-request.ts';

/** One line that needs stock. */
interface WantedLine {
  readonly lineId: number;
  readonly productCode: string;
  readonly quantity: number;
  readonly group: string | null;
}

/** Units of a product that one package can give, and what one of them costs. */
interface Supply {
  readonly productCode: string;
  readonly package: number;
  readonly units: number;
  readonly unitCost: number;
}

/** One location at one date. */
interface Package {
  readonly locationCode: string;
  readonly day: string | null;
  readonly waitDays: number;
  readonly cost: number;
}

/** What one line may take from one supply. */
export interface Cell {
  readonly line: number;
  readonly supply: number;
}

/** An attempt as its rules read, before any row is written. */
export interface Question {
  readonly lines: readonly WantedLine[];
  readonly packages: readonly Package[];
  readonly supplies: readonly Supply[];
  readonly cells: readonly Cell[];
  /** Groups of lines that are kept together, and whether each package takes whole kits. */
  readonly groups: ReadonlyMap<string, { readonly lines: readonly number[]; readonly together: boolean }>;
  readonly release: 'none' | 'line' | 'quantity';
  readonly futureFirst: boolean;
  readonly mostLocations: number | null;
  readonly mostLocationsOfLine: number | null;
  readonly mostPackages: number | null;
  /** Prices of the five tiers; null where they come one after another. */
  readonly prices: readonly number[] | null;
}

const DAY_MS = 86_400_000;
const asDay = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** The last day whose lots count. */
function lastDay(today: string, limit: { unit?: string; quantity?: number }): string {
  const { unit = 'days', quantity = 30 } = limit;
  if (unit === 'months') throw new Error('the oracle reads limits in days and weeks');
  return asDay(Date.parse(today) + quantity * (unit === 'weeks' ? 7 : 1) * DAY_MS);
}

/**
 * Reads the rules of the specification from a request as it is written: an own reading, which shares nothing with
 * `src/input`, `src/formulation` or the checker.
 *
 * @throws Error for what its caller does not draw: a time zone, limits in months
 */
export function questionOf(request: OptimizeRequestInput): Question {
  const { settings = {}, shipment } = request;
  const today = String(request.asOf).slice(0, 10);
  const last = lastDay(today, settings.futureDateLimit ?? {});
  const places = new Map((request.locations ?? []).map((place) => [place.locationCode, place]));
  const isPickup = shipment.shipmentType === 'BOPIS';
  const opens = (code: string) => {
    const { active = true, directShip = true, pickup = true } = places.get(code) ?? {};
    return active && (isPickup ? pickup && code === shipment.fulfillmentLocationCode : directShip);
  };
  const packages: Package[] = [];
  const positions = new Map<string, number>();
  const packageAt = (locationCode: string, day: string | null) => {
    const key = JSON.stringify([locationCode, day]);
    const known = positions.get(key);
    if (known !== undefined) return known;
    const waitDays = day === null ? 0 : Math.round((Date.parse(day) - Date.parse(today)) / DAY_MS);
    positions.set(key, packages.length);
    return packages.push({ locationCode, day, waitDays, cost: places.get(locationCode)?.cost ?? 0 }) - 1;
  };
  const supplies = new Map<string, Supply>();
  const add = (
    row: { productCode: string; locationCode: string; available: number; unitCost?: number | undefined },
    day: string | null,
  ) => {
    if (row.available <= 0 || !opens(row.locationCode)) return;
    const key = JSON.stringify([row.productCode, row.locationCode, day]);
    const units = row.available + (supplies.get(key)?.units ?? 0);
    const at = packageAt(row.locationCode, day);
    supplies.set(key, { productCode: row.productCode, package: at, units, unitCost: row.unitCost ?? 0 });
  };
  if (settings.useCurrentInventory ?? true) {
    for (const row of request.inventory ?? []) add(row, null);
  }
  for (const lot of settings.futureInventoryEnabled === true ? (request.futureInventory ?? []) : []) {
    const day = String(lot.deliveryDate).slice(0, 10);
    if (day >= today && day <= last) add(lot, day);
  }
  const items = shipment.items.filter(({ manageStock = true }) => manageStock);
  const stock = [...supplies.values()];
  const cells = items.flatMap((item, line) =>
    stock.flatMap((supply, at): Cell[] => {
      const { locationCode, day } = packages[supply.package]!;
      if (supply.productCode !== item.productCode) return [];
      if (item.excludedLocationCodes?.includes(locationCode)) return [];
      if (day !== null && item.allowsFutureAllocate === false) return [];
      if (day !== null && item.excludedFutureLocationCodes?.includes(locationCode)) return [];
      return [{ line, supply: at }];
    }),
  );
  const declared = new Map(
    (shipment.itemDependencies ?? []).map(({ itemDependency, ship }) => [itemDependency, ship]),
  );
  const groups = new Map<string, { lines: number[]; together: boolean }>();
  items.forEach(({ itemDependency }, line) => {
    if (itemDependency == null) return;
    const group = groups.get(itemDependency) ?? { lines: [], together: false };
    group.lines.push(line);
    groups.set(itemDependency, { ...group, together: declared.get(itemDependency) === 'together' });
  });
  const { objective } = settings;
  const weights = objective?.mode === 'weighted' ? (objective.weights ?? {}) : null;
  return {
    lines: items.map(({ lineId, productCode, quantity, itemDependency }) => ({
      lineId,
      productCode,
      quantity,
      group: itemDependency ?? null,
    })),
    packages,
    supplies: stock,
    cells,
    groups,
    release: settings.partialRelease ?? 'none',
    futureFirst: settings.useFutureBeforeCurrent ?? false,
    mostLocations: settings.maxFulfillingLocations ?? null,
    mostLocationsOfLine: settings.maxSplitItemLocations ?? null,
    mostPackages: settings.maxChildShipments ?? null,
    prices: weights && [
      weights.unfilledUnit ?? 0,
      weights.futureUnit ?? 0,
      weights.unitDay ?? 0,
      weights.childShipment ?? 0,
      weights.locationCost ?? 0,
    ],
  };
}

import type { Snapshot } from '../../src/domain/snapshot.ts';
import { type Standing, snapshotOf, type WaveSnapshot } from '../../src/domain/wave/snapshot.ts';
import { findSourcing, type Package } from '../../src/formulation/sources.ts';

/** A plan of one shipment: units by row of stock, and what it comes to. */
export interface TriedPlan {
  /** Units of each source, by a text that names it. */
  readonly units: ReadonlyMap<string, number>;
  /** Unfilled, second choice (future units, mostly), unit-days: the tiers that first-come gives in turn. */
  readonly tiers: readonly [number, number, number];
  readonly children: number;
  readonly cost: number;
  /** Last day that it uses; '' for now. */
  readonly lastDay: string;
  /** Whether every line that needs stock is filled. */
  readonly isWhole: boolean;
}

const nameOf = (product: string, { location, day }: Package) =>
  `${product}@${location.locationCode}@${day ?? ''}`;

/** Every way to take a line's units, up to all of them, from its cells. */
function* fillings(capacities: readonly number[], quantity: number): Iterable<number[]> {
  if (capacities.length === 0) {
    yield [];
    return;
  }
  const [first, ...rest] = capacities;
  for (let units = 0; units <= Math.min(first!, quantity); units++) {
    for (const others of fillings(rest, quantity - units)) yield [units, ...others];
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** Every plan that an attempt on the whole stock may make, limits, groups and weights left aside. */
export function everyPlan(wave: WaveSnapshot, standing: Standing): TriedPlan[] {
  const snapshot: Snapshot = snapshotOf(wave, standing);
  const { settings } = snapshot;
  const sourcing = findSourcing(snapshot);
  let open: {
    units: Map<string, number>;
    packages: Set<Package>;
    taken: { item: Package; units: number; unitCost: number }[];
    unfilled: number;
  }[] = [{ units: new Map(), packages: new Set(), taken: [], unfilled: 0 }];
  for (const line of sourcing.lines) {
    const cells = sourcing.cells.filter((cell) => cell.line === line);
    const ways = [
      ...fillings(
        cells.map(({ source }) => source.available),
        line.quantity,
      ),
    ].filter((way) => {
      if (settings.partialRelease === 'quantity') return true;
      return sum(way) === line.quantity || (settings.partialRelease === 'line' && sum(way) === 0);
    });
    open = open.flatMap((plan) =>
      ways.flatMap((way) => {
        const units = new Map(plan.units);
        const packages = new Set(plan.packages);
        const taken = [...plan.taken];
        for (const [at, amount] of way.entries()) {
          if (amount === 0) continue;
          const { source } = cells[at]!;
          const name = nameOf(source.productCode, source.package);
          const total = (units.get(name) ?? 0) + amount;
          if (total > source.available) return [];
          units.set(name, total);
          packages.add(source.package);
          taken.push({ item: source.package, units: amount, unitCost: source.unitCost });
        }
        return [{ units, packages, taken, unfilled: plan.unfilled + line.quantity - sum(way) }];
      }),
    );
  }
  const isEmpty = sourcing.lines.length > 0;
  return open
    .filter(({ units }) => units.size > 0 || !isEmpty)
    .map(({ units, packages, taken, unfilled }) => ({
      units,
      tiers: [
        unfilled,
        sum(
          taken.map(({ item, units: amount }) =>
            (item.day !== null) !== settings.useFutureBeforeCurrent ? amount : 0,
          ),
        ),
        sum(taken.map(({ item, units: amount }) => item.waitDays * amount)),
      ] as const,
      children: packages.size,
      cost:
        sum([...packages].map(({ location }) => location.cost)) +
        sum(taken.map((one) => one.unitCost * one.units)),
      lastDay: [...packages].reduce((last, { day }) => (day !== null && day > last ? day : last), ''),
      isWhole: unfilled === 0,
    }));
}

/** Units of each source of the wave, by the same names. */
export function stockOf(wave: WaveSnapshot): Map<string, number> {
  const stock = new Map<string, number>();
  const add = (name: string, units: number) => stock.set(name, (stock.get(name) ?? 0) + Math.max(0, units));
  for (const row of wave.currentInventory) add(`${row.productCode}@${row.locationCode}@`, row.available);
  for (const lot of wave.futureLots)
    add(`${lot.productCode}@${lot.locationCode}@${lot.deliveryDay}`, lot.available);
  return stock;
}

/** The plan that a shipment has already, by the same names. */
export function keptUnits(standing: Standing): Map<string, number> {
  const units = new Map<string, number>();
  const { children } = (standing.pinned ?? standing.promised)!;
  for (const { fulfillmentLocationCode, futureDate, allocations } of children) {
    for (const { lineId, quantity } of allocations) {
      const { productCode } = standing.shipment.items.find((line) => line.lineId === lineId)!;
      const name = `${productCode}@${fulfillmentLocationCode}@${futureDate ?? ''}`;
      units.set(name, (units.get(name) ?? 0) + quantity);
    }
  }
  return units;
}

/** Whether each of some shipments can have one of its plans, all from the same stock. */
export function canAll(
  stock: Map<string, number>,
  choices: readonly (readonly ReadonlyMap<string, number>[])[],
): boolean {
  const [first, ...rest] = [...choices].sort((a, b) => a.length - b.length);
  if (first === undefined) return true;
  for (const plan of first) {
    if ([...plan].some(([name, units]) => units > (stock.get(name) ?? 0))) continue;
    for (const [name, units] of plan) stock.set(name, stock.get(name)! - units);
    const fits = canAll(stock, rest);
    for (const [name, units] of plan) stock.set(name, stock.get(name)! + units);
    if (fits) return true;
  }
  return false;
}

/** Compares tiers, the first one first. */
export const compareTiers = (a: readonly number[], b: readonly number[]): number => {
  for (const [at, value] of a.entries()) if (value !== b[at]) return value - b[at]!;
  return 0;
};

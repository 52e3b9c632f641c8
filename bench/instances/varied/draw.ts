import type { OptimizeRequestInput } from '../../../src/domain/optimize-request.ts';
import { Random } from '../../random.ts';
import { TODAY } from '../draw-stock.ts';
import { costsIn } from './costs.ts';
import { type Plan, plantPlan } from './plant.ts';
import type { Item, Pieces, Settings, VariedShape } from './shape.ts';
import { drawProductStock, type Source } from './stock.ts';

const DAY_MS = 86_400_000;
/** The default Future Date Limit: later lots would count nowhere. */
const LAST_DAY = 30;
const dayAfter = (days: number) => new Date(Date.parse(TODAY) + days * DAY_MS).toISOString().slice(0, 10);
const locationCode = (index: number) => `L${String(index).padStart(4, '0')}`;

/** Position from 0 to count − 1, the first the most likely: 1, ½, ⅓, … */
function zipf(random: Random, count: number): number {
  const weights = Array.from({ length: count }, (_, index) => 1 / (index + 1));
  let left = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  return Math.max(
    0,
    weights.findIndex((weight) => {
      left -= weight;
      return left < 0;
    }),
  );
}

function drawItems(random: Random, shape: VariedShape): Item[] {
  const lines = random.integer(...shape.lines);
  const quantity = random.pick(shape.quantity);
  const products = Math.max(1, Math.round(lines * (shape.products ? random.pick(shape.products) : 1)));
  return Array.from({ length: lines }, (_, line) => ({
    lineId: line + 1,
    productCode: `P${products >= lines ? line : zipf(random, products)}`,
    quantity: random.integer(...quantity),
  }));
}

/** Excludes up to a third of the locations for some lines, future stock for others, or their lots at some places. */
function drawRules(random: Random, items: Item[], ruled: number, locations: number): void {
  const codes = Array.from({ length: locations }, (_, index) => locationCode(index));
  const some = () => random.some(codes, random.integer(1, Math.ceil(locations / 3)));
  for (const item of items) {
    if (!random.chance(ruled)) continue;
    const rule = random.integer(0, 3);
    if (rule === 0) item.allowsFutureAllocate = false;
    else item.excludedLocationCodes = some();
    if (rule === 3) item.excludedFutureLocationCodes = some();
  }
}

/** Units that a source gives on average; 0 where it is what the supply comes to. */
function meanUnits(pieces: Pieces, wanted: number): number {
  return { ones: 1, few: 2.5, shares: 0.165 * wanted, all: 0.75 * wanted, spread: 0, uneven: 0 }[pieces];
}

/** Draws the stock of every product that is wanted. */
function drawSources(
  random: Random,
  shape: VariedShape,
  items: readonly Item[],
  locations: number,
  dates: number,
) {
  const wanted = new Map<string, number>();
  for (const { productCode, quantity } of items) {
    wanted.set(productCode, (wanted.get(productCode) ?? 0) + quantity);
  }
  const pieces = random.pick(shape.pieces);
  const usual = random.pick(shape.supply);
  const holding = random.pick(shape.density ?? [0]) * locations;
  // In half of the attempts a few locations hold most products, as large warehouses do.
  const skew = random.pick([0, 0, 0.5, 1]);
  const popularity = Array.from({ length: locations }, (_, rank) => 1 / (rank + 1) ** skew);
  return [...wanted].flatMap(([productCode, units]) => {
    const supply = Math.max(usual, (holding * meanUnits(pieces, units)) / units);
    const isShort = dates > 0 && random.chance(shape.shortToday);
    const today = isShort ? Math.min(supply, 1) * (0.1 + 0.85 * random.next()) : supply;
    const later = dates === 0 ? 0 : isShort ? supply - today : supply * random.next();
    return drawProductStock(random, {
      productCode,
      wanted: units,
      today,
      later,
      pieces,
      dates,
      popularity,
    });
  });
}

/** One row for each place and day: what several sources give there is added up. */
function toRows(
  sources: readonly Source[],
  days: readonly string[],
  unitCost: () => number,
): Pick<OptimizeRequestInput, 'inventory' | 'futureInventory'> {
  const places = new Map<string, Source>();
  for (const source of sources) {
    const key = `${source.productCode} ${source.location} ${source.date}`;
    places.set(key, { ...source, units: source.units + (places.get(key)?.units ?? 0) });
  }
  const rows = [...places.values()].map(({ productCode, location, date, units: available }) => ({
    date,
    row: { locationCode: locationCode(location), productCode, available, unitCost: unitCost() },
  }));
  const lots = rows.filter(({ date }) => date >= 0);
  return {
    inventory: rows.filter(({ date }) => date < 0).map(({ row }) => row),
    futureInventory: lots.map(({ row, date }, index) => ({
      futureInventoryId: `po-${index}`,
      ...row,
      deliveryDate: days[date]!,
    })),
  };
}

/** What a class adds to an attempt once its plan is known; the same random stream goes on. */
export type Finish = (random: Random, plan: Plan | null, items: Item[]) => Settings;

/**
 * Draws one attempt: lines; where their products lie, until the drawn supply is reached, at places of which some may
 * be more popular; costs in one of the class's styles; rules of single lines; and, where the class wants one, a
 * plan that keeps its limits.
 *
 * @param finish draws the settings, and changes the lines where a class's lines are special
 */
export function drawVaried(
  seed: number,
  shape: VariedShape,
  finish: Finish = () => ({}),
): OptimizeRequestInput {
  const random = new Random(Math.imul(seed, 0x9e3779b1));
  const items = drawItems(random, shape);
  const count = random.integer(...shape.locations);
  const offsets = random.some(
    Array.from({ length: LAST_DAY }, (_, index) => index + 1),
    random.integer(...shape.dates),
  );
  const days = offsets.sort((a, b) => a - b).map(dayAfter);
  const cost = costsIn(random, random.pick(shape.costs));
  const unitCost = costsIn(random, random.pick(shape.unitCosts));
  const plan = shape.planted ? plantPlan(random, items, shape.planted, count, days.length) : null;
  const settings = finish(random, plan, items);
  const sources = [...(plan?.sources ?? []), ...drawSources(random, shape, items, count, days.length)];
  drawRules(random, items, shape.ruled ?? 0, count);
  return {
    asOf: TODAY,
    settings: { futureInventoryEnabled: true, ...settings },
    shipment: { shipmentNumber: seed, items },
    locations: Array.from({ length: count }, (_, index) => ({
      locationCode: locationCode(index),
      cost: cost(),
    })),
    ...toRows(sources, days, unitCost),
    explain: 'none',
  };
}

import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import type { Random } from '../random.ts';
import type { Range, Shape } from './shape.ts';

type Item = OptimizeRequestInput['shipment']['items'][number];
type Rows<Name extends 'locations' | 'inventory' | 'futureInventory'> = NonNullable<
  OptimizeRequestInput[Name]
>;

/** What lies where. */
interface Stock {
  readonly locations: Rows<'locations'>;
  readonly inventory: Rows<'inventory'>;
  readonly futureInventory: Rows<'futureInventory'>;
}

/** One source of one product: where, when, how much. */
interface Source {
  readonly location: number;
  /** Position of its day, −1 for today's stock. */
  readonly date: number;
  units: number;
}

/** The day every drawn attempt is made. */
export const TODAY = '2026-05-01';
const DAY_MS = 86_400_000;
/** The default Future Date Limit: later lots would count nowhere. */
const LAST_DAY = 30;

const dayAfter = (days: number) => new Date(Date.parse(TODAY) + days * DAY_MS).toISOString().slice(0, 10);
const code = (letter: string, index: number) => `${letter}${String(index).padStart(4, '0')}`;
const within = (random: Random, [least, most]: Range) => least + random.next() * (most - least);

/** Today's stock of a product that is short covers this part of what is wanted, from few locations. */
const SHORT_COVER: Range = [0.1, 0.9];
const SHORT_DENSITY = 0.15;

/** Draws where the units of one product lie. */
function drawSources(random: Random, shape: Shape, wanted: number, locations: number, dates: number) {
  const sources: Source[] = [];
  const units = () => Math.max(1, Math.round(wanted * within(random, shape.share)));
  const density = within(random, shape.density);
  const lotDensity = within(random, shape.lotDensity);
  const isShort = dates > 0 && random.chance(shape.shortToday);
  let today = isShort ? Math.floor(wanted * within(random, SHORT_COVER)) : Number.POSITIVE_INFINITY;
  for (let location = 0; location < locations; location++) {
    if (random.chance(isShort ? SHORT_DENSITY : density) && today > 0) {
      const given = Math.min(today, units());
      sources.push({ location, date: -1, units: given });
      today -= given;
    }
    for (let date = 0; date < dates; date++) {
      if (random.chance(lotDensity)) sources.push({ location, date, units: units() });
    }
  }
  return sources;
}

/** Adds sources until all that is wanted is there: at a date where there is one, so that what is short stays short. */
function fillUp(
  random: Random,
  shape: Shape,
  wanted: number,
  locations: number,
  dates: number,
  sources: Source[],
) {
  const taken = new Set(sources.map(({ location, date }) => location * (dates + 1) + date));
  const free: Source[] = [];
  for (let location = 0; location < locations; location++) {
    for (let date = dates === 0 ? -1 : 0; date < dates; date++) {
      if (!taken.has(location * (dates + 1) + date)) free.push({ location, date, units: 0 });
    }
  }
  let missing = wanted - sources.reduce((sum, source) => sum + source.units, 0);
  while (missing > 0 && free.length > 0) {
    const [source] = free.splice(random.integer(0, free.length - 1), 1);
    source!.units = Math.max(1, Math.round(wanted * within(random, shape.share)));
    missing -= source!.units;
    sources.push(source!);
  }
}

/** Scales sources so that together they give `total` units; those left with none are dropped. */
function scaleTo(total: number, sources: readonly Source[]): Source[] {
  const now = sources.reduce((sum, source) => sum + source.units, 0);
  return sources
    .map((source) => ({ ...source, units: Math.round((source.units * total) / Math.max(1, now)) }))
    .filter((source) => source.units > 0);
}

/** Draws locations, today's stock and dated lots for the products that `items` want. */
export function drawStock(random: Random, shape: Shape, items: readonly Item[]): Stock {
  const isCostly = random.chance(shape.costly ?? 0.5);
  const count = random.integer(...shape.locations);
  const locations = Array.from({ length: count }, (_, index) => ({
    locationCode: code('L', index),
    ...(isCostly && { cost: random.integer(100, 1999) / 100 }),
  }));
  const days = new Set<number>();
  for (const dates = random.integer(...shape.dates); days.size < dates; )
    days.add(random.integer(1, LAST_DAY));
  const dates = [...days].sort((a, b) => a - b).map(dayAfter);
  const wanted = new Map<string, number>();
  for (const { productCode, quantity } of items) {
    wanted.set(productCode, (wanted.get(productCode) ?? 0) + quantity);
  }
  const stock: Stock = { locations, inventory: [], futureInventory: [] };
  for (const [productCode, units] of wanted) {
    let sources = drawSources(random, shape, units, count, dates.length);
    if (shape.supply === undefined) fillUp(random, shape, units, count, dates.length, sources);
    else sources = scaleTo(Math.round(units * within(random, shape.supply)), sources);
    for (const { location, date, units: available } of sources) {
      const unitCost = shape.unitCost && { unitCost: Math.round(within(random, shape.unitCost) * 100) / 100 };
      const row = { locationCode: code('L', location), productCode, available, ...unitCost };
      if (date < 0) stock.inventory.push(row);
      else {
        const futureInventoryId = `po-${stock.futureInventory.length}`;
        stock.futureInventory.push({ ...row, futureInventoryId, deliveryDate: dates[date]! });
      }
    }
  }
  return stock;
}

/** Sources that a request names: rows of current stock and lots. */
export const sourceCount = ({ inventory, futureInventory }: OptimizeRequestInput): number =>
  (inventory?.length ?? 0) + (futureInventory?.length ?? 0);

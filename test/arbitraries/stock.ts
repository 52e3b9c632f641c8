import fc from 'fast-check';
import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import type { Setting } from './calendar.ts';
import { mostly } from './shipment.ts';
import type { Size } from './sizes.ts';

type LocationRow = NonNullable<OptimizeRequestInput['locations']>[number];
type CurrentRow = NonNullable<OptimizeRequestInput['inventory']>[number];
type LotRow = NonNullable<OptimizeRequestInput['futureInventory']>[number];

/** What a problem's stock is made of. */
export interface Stock {
  readonly locations: LocationRow[];
  readonly inventory: CurrentRow[];
  readonly futureInventory: LotRow[];
}

/** Few distinct costs, some of whose sums binary fractions cannot hold. */
const cost = fc.constantFrom(0, 0, 1, 1, 2, 0.1, 0.2, 0.3, 7.25);

/** Now and then a place that is a last resort, beside which all other costs are small. */
const costOfPlace = fc.oneof(
  { weight: 9, arbitrary: cost },
  { weight: 1, arbitrary: fc.constant(1_000_000_000) },
);

/** What a row gives: often about what one line wants, sometimes nothing or less. */
const availableOf = ({ quantity }: Size): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 1, max: quantity }) },
    { weight: 3, arbitrary: fc.constantFrom(1, 2) },
    { weight: 1, arbitrary: fc.integer({ min: -quantity, max: 0 }) },
  );

function locationsOf(codes: readonly string[]): fc.Arbitrary<LocationRow[]> {
  const row = (locationCode: string) => {
    const fields = {
      locationCode: fc.constant(locationCode),
      cost: costOfPlace,
      active: mostly(true, 10),
      directShip: mostly(true, 10),
      pickup: mostly(true, 10),
    };
    return fc.option(fc.record(fields, { noNullPrototype: true }), { freq: 3 });
  };
  return fc.tuple(...codes.map(row)).map((rows) => rows.filter((found) => found !== null));
}

/** A row of stock of one product, current or dated, before it is told apart. */
interface Row {
  readonly locationCode: string;
  /** A day, `null` for a lot without a date, or `current`. */
  readonly day: string | null;
  readonly time: string;
  readonly futureInventoryId: string;
  available: number;
  unitCost: number;
}

const isCurrent = ({ day }: Row) => day === 'current';

function rowsOf(size: Size, codes: readonly string[], { days }: Setting): fc.Arbitrary<Row[]> {
  const row = fc.record({
    locationCode: fc.constantFrom(...codes),
    day: fc.oneof(
      { weight: 6, arbitrary: fc.constant('current') },
      { weight: 6, arbitrary: fc.constantFrom(...days) },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
    // Ways to write one day: a date, or a wall-clock time on it.
    time: fc.constantFrom('', '', 'T00:00', 'T23:59:59'),
    futureInventoryId: fc.constantFrom('po-1', 'po-2', 'po-10', 'b', 'B'),
    available: availableOf(size),
    unitCost: cost,
    twin: fc.option(availableOf(size), { freq: 3 }),
  });
  return fc
    .uniqueArray(row, {
      maxLength: size.rows,
      size: 'max',
      selector: (one) => [one.locationCode, one.day, isCurrent(one) ? '' : one.futureInventoryId].join(' '),
    })
    .map((rows) => agreeOnUnitCost(rows.flatMap(withTwin)));
}

/** A lot, and often another of the same place and day, before or after it in the order of ids. */
function withTwin({ twin, ...row }: Row & { twin: number | null }): Row[] {
  if (twin === null || isCurrent(row)) return [row];
  const futureInventoryId = `${twin % 2 === 0 ? '' : 'z'}${row.futureInventoryId}+`;
  return [row, { ...row, futureInventoryId, available: twin }];
}

/** Lots of one location and day are one source: they cost what the first of them costs. */
function agreeOnUnitCost(rows: readonly Row[]): Row[] {
  const agreed = new Map<string, number>();
  return rows.map((row) => {
    const source = `${row.locationCode} ${row.day}`;
    const unitCost = agreed.get(source) ?? row.unitCost;
    agreed.set(source, unitCost);
    return { ...row, unitCost };
  });
}

/** True when nothing about the row itself keeps its units from being promised. */
const counts = (row: Row, { eligibleDays }: Setting): boolean =>
  row.available > 0 && (isCurrent(row) || eligibleDays.includes(row.day ?? ''));

/** Adds or takes single units, row by row, until the rows that may count hold exactly so many. */
function level(rows: readonly Row[], units: number, setting: Setting): Row[] {
  const levelled = rows.map((row) => ({ ...row }));
  const counted = levelled.filter((row) => counts(row, setting));
  let missing = units - counted.reduce((sum, { available }) => sum + available, 0);
  for (let turn = 0; missing !== 0 && turn < counted.length * 1000; turn += 1) {
    const row = counted[turn % counted.length]!;
    const step = missing > 0 ? 1 : row.available > 0 ? -1 : 0;
    row.available += step;
    missing -= step;
  }
  return levelled;
}

/** Units more than wanted that a product's stock holds; null leaves the rows as they were drawn. */
const slackOf = ({ quantity }: Size, isCovered: boolean): fc.Arbitrary<number | null> =>
  isCovered ? fc.constantFrom(0, 0, 1, 2, quantity) : fc.constantFrom(null, null, 0, 0, 1, -1);

/** Draws the stock of one product. */
function productStock(
  size: Size,
  codes: readonly string[],
  setting: Setting,
  wanted: number,
  isCovered: boolean,
) {
  return fc
    .tuple(rowsOf(size, codes, setting), slackOf(size, isCovered), fc.constantFrom(...codes))
    .map(([rows, slack, locationCode]) => {
      if (slack === null || wanted === 0) return rows;
      const counted = rows.some((row) => counts(row, setting));
      const basis: Row = {
        locationCode,
        day: 'current',
        time: '',
        futureInventoryId: '',
        available: 1,
        unitCost: 0,
      };
      const all = counted || rows.some((row) => isCurrent(row) && row.locationCode === locationCode);
      return level(all ? rows : [...rows, basis], wanted + slack, setting);
    });
}

/**
 * Draws locations, current rows and lots; of most products hardly more than is wanted.
 *
 * @param isCovered true where every product is to have enough, as far as only units decide
 */
export function stockOf(
  size: Size,
  codes: readonly string[],
  setting: Setting,
  demand: ReadonlyMap<string, number>,
  isCovered: boolean,
): fc.Arbitrary<Stock> {
  const products = [...demand, ['unwanted', 0] as const].map(([productCode, wanted]) =>
    productStock(size, codes, setting, wanted, isCovered).map((rows) =>
      rows.map((row) => ({ ...row, productCode })),
    ),
  );
  return fc.tuple(locationsOf(codes), ...products).map(([locations, ...drawn]) => {
    const rows = drawn.flat();
    const lots = rows.filter((row) => !isCurrent(row));
    return {
      locations,
      inventory: rows.filter(isCurrent).map(({ locationCode, productCode, available, unitCost }) => ({
        locationCode,
        productCode,
        available,
        unitCost,
      })),
      futureInventory: lots.map(({ day, time, ...row }) => ({
        ...row,
        deliveryDate: day === null ? null : `${day}${time}`,
      })),
    };
  });
}

import type { CalendarDate, TimeZone } from '../../domain/calendar.ts';
import { type Fault, InputError } from '../../domain/faults.ts';
import { FutureInventoryId, type LocationCode, type ProductCode } from '../../domain/ids.ts';
import type { LotRow } from '../../domain/site/stock.ts';
import { findDuplicates } from '../checks/duplicates.ts';
import { siteDay } from '../checks/site-day.ts';
import { lotKeyOf } from '../promises/divide.ts';

/** One row of a refresh (absolute) or an adjustment (difference), as a caller states it. */
export interface InventoryRow {
  readonly locationCode: LocationCode;
  readonly productCode: ProductCode;
  /** Units: what there is, or by how much it changes. */
  readonly quantity: number;
  readonly pending?: number | undefined;
  readonly safetyStock?: number | undefined;
  readonly unitCost?: number | undefined;
  /**
   * ISO 8601; makes the row future inventory. Null: it will come on an unknown day. Left out: with an id the lot
   * keeps its day, without one the row is current stock.
   */
  readonly deliveryDate?: string | null | undefined;
  /** Makes the row future inventory. Left out beside a date: made of product, location and day. */
  readonly futureInventoryId?: FutureInventoryId | undefined;
}

type Counts = Omit<InventoryRow, 'deliveryDate' | 'futureInventoryId'>;

/** A row with its source: current stock, or a lot by its id and its day at the site. */
export type SourceRow = Counts & {
  /** Where it stands in the caller's input. */
  readonly path: string;
  readonly lot: {
    readonly futureInventoryId: FutureInventoryId;
    /** Undefined: the lot keeps its day. */
    readonly deliveryDate: CalendarDate | null | undefined;
  } | null;
};

/** A row that was read, and where it stands in the caller's input. */
export interface PlacedRow {
  readonly row: InventoryRow;
  readonly path: string;
}

/** The id of a lot that was given none. @throws InputError `contradictory` where that is too long for an id */
function nameOfLot(
  { productCode, locationCode }: InventoryRow,
  day: CalendarDate | null,
  path: string,
): FutureInventoryId {
  const name = FutureInventoryId.safeParse(`${productCode}@${locationCode}@${day ?? 'undated'}`);
  if (name.success) return name.data;
  const message = 'is required: product, location and day are too long together to name the lot';
  throw new InputError('contradictory', [{ path: `${path}.futureInventoryId`, code: 'required', message }]);
}

/** @throws InputError `contradictory` */
function sourceRow({ row: given, path }: PlacedRow, timeZone: TimeZone): SourceRow {
  const { deliveryDate: date, futureInventoryId: id, ...row } = given;
  if (date === undefined && id === undefined) return { ...row, path, lot: null };
  const deliveryDate = typeof date === 'string' ? siteDay(date, timeZone, `${path}.deliveryDate`) : date;
  const futureInventoryId = id ?? nameOfLot(given, deliveryDate ?? null, path);
  return { ...row, path, lot: { futureInventoryId, deliveryDate } };
}

/** The rows whose source is known and stated once, and what is wrong with the others. */
export interface SourcesRead {
  readonly rows: readonly SourceRow[];
  readonly faults: readonly Fault[];
}

/**
 * Finds the source of each row; a source may be stated once.
 *
 * @param timeZone of the site
 */
export function sourceRows(given: readonly PlacedRow[], timeZone: TimeZone): SourcesRead {
  const rows: SourceRow[] = [];
  const faults: Fault[] = [];
  for (const placed of given) {
    try {
      rows.push(sourceRow(placed, timeZone));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      faults.push(...error.faults);
    }
  }
  const duplicates = findDuplicates(
    rows,
    ({ path }) => path,
    'source',
    ({ lot, locationCode, productCode }) =>
      lot === null ? [locationCode, productCode] : [lot.futureInventoryId, locationCode, productCode],
  );
  const isDuplicate = new Set(duplicates.map(({ index }) => index));
  return {
    rows: rows.filter((_row, index) => !isDuplicate.has(index)),
    faults: [...faults, ...duplicates.map(({ fault }) => fault)],
  };
}

/** The rows of current stock, those of lots with their days, and those whose lots were received or canceled. */
export interface SplitRows {
  readonly current: readonly SourceRow[];
  readonly future: readonly (Omit<SourceRow, 'lot'> & {
    readonly lot: {
      readonly futureInventoryId: FutureInventoryId;
      readonly deliveryDate: CalendarDate | null;
    };
  })[];
  readonly closed: readonly SourceRow[];
}

/** @param lots as they are before the write, those of the rows' ids among them */
export function splitRows(rows: readonly SourceRow[], lots: readonly LotRow[]): SplitRows {
  const known = new Map(lots.map((lot) => [lotKeyOf(lot), lot]));
  const before = (row: SourceRow) =>
    row.lot === null
      ? undefined
      : known.get(lotKeyOf({ ...row, futureInventoryId: row.lot.futureInventoryId }));
  const isClosed = (row: SourceRow) => (before(row)?.status ?? 'EXPECTED') !== 'EXPECTED';
  return {
    current: rows.filter((row) => row.lot === null),
    closed: rows.filter(isClosed),
    future: rows.flatMap((row) => {
      if (row.lot === null || isClosed(row)) return [];
      const { futureInventoryId, deliveryDate } = row.lot;
      const kept = before(row)?.deliveryDate ?? null;
      const lot = { futureInventoryId, deliveryDate: deliveryDate === undefined ? kept : deliveryDate };
      return [{ ...row, lot }];
    }),
  };
}

import type { CalendarDate, TimeZone } from '../../domain/calendar.ts';
import { InputError } from '../../domain/faults.ts';
import { FutureInventoryId, type LocationCode, type ProductCode } from '../../domain/ids.ts';
import type { LotRow } from '../../domain/site/stock.ts';
import { ServiceError } from '../../errors.ts';
import { assertNoDuplicates } from '../checks/duplicates.ts';
import { siteDay } from '../checks/site-day.ts';

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
  /** Its place in the caller's list, from 0. */
  readonly index: number;
  readonly lot: {
    readonly futureInventoryId: FutureInventoryId;
    /** Undefined: the lot keeps its day. */
    readonly deliveryDate: CalendarDate | null | undefined;
  } | null;
};

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

function sourceRow(given: InventoryRow, index: number, timeZone: TimeZone): SourceRow {
  const { deliveryDate: date, futureInventoryId: id, ...row } = given;
  if (date === undefined && id === undefined) return { ...row, index, lot: null };
  const path = `inventory[${index}]`;
  const deliveryDate = typeof date === 'string' ? siteDay(date, timeZone, `${path}.deliveryDate`) : date;
  const futureInventoryId = id ?? nameOfLot(given, deliveryDate ?? null, path);
  return { ...row, index, lot: { futureInventoryId, deliveryDate } };
}

/**
 * Finds the source of each row; a source may be stated once.
 *
 * @param timeZone of the site
 * @throws InputError `contradictory`
 */
export function sourceRows(given: readonly InventoryRow[], timeZone: TimeZone): SourceRow[] {
  const rows = given.map((row, index) => sourceRow(row, index, timeZone));
  assertNoDuplicates(rows, 'inventory', 'source', (row) =>
    row.lot === null ? [row.locationCode, row.productCode] : [row.lot.futureInventoryId],
  );
  return rows;
}

/** The rows of current stock, and those of lots, each with its day. */
export interface SplitRows {
  readonly current: readonly SourceRow[];
  readonly future: readonly (Omit<SourceRow, 'lot'> & {
    readonly lot: {
      readonly futureInventoryId: FutureInventoryId;
      readonly deliveryDate: CalendarDate | null;
    };
  })[];
}

/** @param known lots as they are before the write, by id */
export function splitRows(
  rows: readonly SourceRow[],
  known: ReadonlyMap<FutureInventoryId, LotRow>,
): SplitRows {
  return {
    current: rows.filter((row) => row.lot === null),
    future: rows.flatMap((row) => {
      if (row.lot === null) return [];
      const { futureInventoryId, deliveryDate } = row.lot;
      const before = known.get(futureInventoryId)?.deliveryDate ?? null;
      const lot = { futureInventoryId, deliveryDate: deliveryDate === undefined ? before : deliveryDate };
      return [{ ...row, lot }];
    }),
  };
}

/**
 * Lots cannot be written once they are closed, nor become another product's or location's.
 *
 * @throws InputError `contradictory`
 * @throws ServiceError TRANSITION_NOT_ALLOWED
 */
export function assertWritable(
  rows: readonly SourceRow[],
  known: ReadonlyMap<FutureInventoryId, LotRow>,
): void {
  rows.forEach((row, index) => {
    const lot = row.lot === null ? undefined : known.get(row.lot.futureInventoryId);
    if (lot === undefined) return;
    if (lot.locationCode !== row.locationCode || lot.productCode !== row.productCode) {
      const message = `is the lot of ${lot.productCode} at ${lot.locationCode}`;
      const path = `inventory[${index}].futureInventoryId`;
      throw new InputError('contradictory', [{ path, code: 'not_allowed', message }]);
    }
    if (lot.status !== 'EXPECTED') {
      const detail = `lot ${lot.futureInventoryId} (inventory[${index}]) is ${lot.status}, not EXPECTED`;
      throw new ServiceError('TRANSITION_NOT_ALLOWED', detail);
    }
  });
}

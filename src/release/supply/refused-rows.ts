import { type Fault, InputError } from '../../domain/faults.ts';
import { MAX_QUANTITY } from '../../domain/quantity.ts';
import { ServiceError } from '../../errors.ts';
import type { RefusedRow, StockRefusal } from '../ports/stock.ts';
import type { SourceRow } from './inventory-rows.ts';

/** A row that was not written, and why. */
export interface RefusedSource {
  readonly source: SourceRow;
  readonly reason: StockRefusal;
}

/** The sources of the rows that a write of the store has refused. */
export const refusedSources = (sources: readonly SourceRow[], refused: readonly RefusedRow[]) =>
  refused.map(({ row, reason }): RefusedSource => ({ source: sources[row]!, reason }));

const most = MAX_QUANTITY.toLocaleString('en');

/** The field of a row that takes it out of range: the largest that it states besides its quantity, or that. */
function fieldOutOfRange({ pending = 0, safetyStock = 0 }: SourceRow): string {
  if (pending === 0 && safetyStock === 0) return 'quantity';
  return safetyStock >= pending ? 'safetyStock' : 'pending';
}

const nameOf = ({ locationCode, productCode, lot }: SourceRow) =>
  `${lot === null ? '' : `lot ${lot.futureInventoryId} of `}${productCode} at ${locationCode}`;

/** What is wrong with a row, at the path that the caller sent. */
export function faultOf({ source, reason }: RefusedSource): Fault {
  const row = source.path;
  const name = nameOf(source);
  if (reason === 'closed') {
    const message = `${name} has been received or canceled`;
    return { path: `${row}.futureInventoryId`, code: 'not_allowed', message };
  }
  if (reason === 'below-zero') {
    const message = `would leave less than nothing ${source.lot === null ? 'on hand' : 'to come'} of ${name}`;
    return { path: `${row}.quantity`, code: 'too_small', message };
  }
  const bounds =
    source.lot === null
      ? `more than ${most} on hand, or fewer than −${most} available,`
      : `more than ${most}`;
  const message = `would leave ${bounds} of ${name}`;
  return { path: `${row}.${fieldOutOfRange(source)}`, code: 'out_of_range', message };
}

const ERROR_OF = { 'below-zero': 'INSUFFICIENT_STOCK', closed: 'TRANSITION_NOT_ALLOWED' } as const;

/**
 * Refuses a write of which rows were refused, so that nothing of it is done.
 *
 * @throws InputError `contradictory` where a row leaves the range that attempts take
 * @throws ServiceError INSUFFICIENT_STOCK where less than nothing would be left; TRANSITION_NOT_ALLOWED where a lot is
 *   closed
 */
export function assertNoneRefused(refused: readonly RefusedSource[]): void {
  const outOfRange = refused.filter(({ reason }) => reason === 'out-of-range');
  if (outOfRange.length > 0) throw new InputError('contradictory', outOfRange.map(faultOf));
  for (const reason of ['closed', 'below-zero'] as const) {
    const faults = refused.filter((each) => each.reason === reason).map(faultOf);
    if (faults.length === 0) continue;
    const told = faults.slice(0, 5).map(({ path, message }) => `${path}: ${message}`);
    const more = faults.length > told.length ? `; and ${faults.length - told.length} more` : '';
    throw new ServiceError(ERROR_OF[reason], told.join('; ') + more, { faults });
  }
}

import { InputError } from '../../domain/faults.ts';
import type { FutureInventoryId, LocationCode, ProductCode } from '../../domain/ids.ts';
import type { LotRow } from '../../domain/site/stock.ts';
import { ServiceError } from '../../errors.ts';

/** Lots as a call names them: by their id, which means all of it, or by its lot of one product or location. */
export interface LotName {
  readonly futureInventoryId: FutureInventoryId;
  /** Null or left out: wherever they come. */
  readonly locationCode?: LocationCode | null | undefined;
  /** Null or left out: whatever they bring. */
  readonly productCode?: ProductCode | null | undefined;
}

/** Whether a lot is one of those that a name means. */
export const isNamed = ({ futureInventoryId, locationCode, productCode }: LotName, lot: LotRow): boolean =>
  lot.futureInventoryId === futureInventoryId &&
  (locationCode ?? lot.locationCode) === lot.locationCode &&
  (productCode ?? lot.productCode) === lot.productCode;

/** The name as people read it. */
export const textOf = ({ futureInventoryId, locationCode, productCode }: LotName): string =>
  [
    `lot ${futureInventoryId}`,
    ...(productCode == null ? [] : [`of ${productCode}`]),
    ...(locationCode == null ? [] : [`at ${locationCode}`]),
  ].join(' ');

/**
 * The lots that a name means, as far as they are still expected.
 *
 * @param known lots, those of the name's id among them
 * @throws ServiceError NOT_FOUND; TRANSITION_NOT_ALLOWED where all of them are received or canceled already
 */
export function expectedLots(name: LotName, known: readonly LotRow[]): LotRow[] {
  const meant = known.filter((lot) => isNamed(name, lot));
  if (meant.length === 0) throw new ServiceError('NOT_FOUND', `there is no ${textOf(name)}`);
  const expected = meant.filter((lot) => lot.status === 'EXPECTED');
  if (expected.length > 0) return expected;
  const statuses = [...new Set(meant.map((lot) => lot.status))].join(' or ');
  throw new ServiceError('TRANSITION_NOT_ALLOWED', `${textOf(name)} is ${statuses}, not EXPECTED`);
}

/**
 * Refuses a field that says something of one lot where the name means several.
 *
 * @throws InputError `contradictory`
 */
export function assertOne(name: LotName, lots: readonly LotRow[], path: string): void {
  if (lots.length <= 1) return;
  const some = lots.slice(0, 5).map((lot) => `${lot.productCode} at ${lot.locationCode}`);
  const more = lots.length > some.length ? ` and ${lots.length - some.length} more` : '';
  const message = `is for one lot, and ${textOf(name)} means ${some.join(', ')}${more}: name productCode or locationCode`;
  throw new InputError('contradictory', [{ path, code: 'ambiguous', message }]);
}

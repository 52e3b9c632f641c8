import { type Fault, InputError } from '../../domain/faults.ts';
import type { LocationCode, ProductCode } from '../../domain/ids.ts';
import { MAX_QUANTITY } from '../../domain/quantity.ts';
import { availableOf, type StockRow } from '../../domain/site/stock.ts';
import { ServiceError } from '../../errors.ts';
import { productsOf } from '../changed-meanwhile.ts';
import { assertStorable } from '../checks/storable.ts';
import { inventoryEvents } from '../events/new-events.ts';
import { executeWrite } from '../execute-write.ts';
import type { StoredAnswer } from '../ports/idempotency.ts';
import { placeKeyOf } from '../promises/divide.ts';
import type { ReleasePorts, Write } from '../service-ports.ts';

/** Units of current stock that go from one location to another. */
export interface Transfer {
  readonly productCode: ProductCode;
  readonly fromLocationCode: LocationCode;
  readonly toLocationCode: LocationCode;
  /** Units, at least one. */
  readonly quantity: number;
}

interface Place {
  readonly locationCode: LocationCode;
  readonly productCode: ProductCode;
}

/** What transfers, one after another, make of the counts. */
class Counts {
  readonly #rows = new Map<string, StockRow>();
  readonly #deltas = new Map<string, Place & { readonly delta: number }>();

  constructor(rows: readonly StockRow[]) {
    for (const row of rows) this.#rows.set(placeKeyOf(row), row);
  }

  /** Units that may leave a place: nobody holds them, and they are not kept back. */
  free(place: Place): number {
    const row = this.#rows.get(placeKeyOf(place));
    return Math.max(0, (row === undefined ? 0 : availableOf(row)) + this.#delta(place));
  }

  onHand(place: Place): number {
    return (this.#rows.get(placeKeyOf(place))?.onHand ?? 0) + this.#delta(place);
  }

  change({ locationCode, productCode }: Place, units: number): void {
    const place = { locationCode, productCode };
    this.#deltas.set(placeKeyOf(place), { ...place, delta: this.#delta(place) + units });
  }

  /** Each place of which the count is another now, and by how much. */
  get deltas() {
    return [...this.#deltas.values()].filter(({ delta }) => delta !== 0);
  }

  #delta(place: Place): number {
    return this.#deltas.get(placeKeyOf(place))?.delta ?? 0;
  }
}

/** What is wrong with a transfer by itself. */
function faultOf({ fromLocationCode, toLocationCode }: Transfer, path: string): Fault[] {
  if (fromLocationCode !== toLocationCode) return [];
  const message = `is ${toLocationCode}, where the units are already`;
  return [{ path: `${path}.toLocationCode`, code: 'not_allowed', message }];
}

/**
 * Moves units one transfer after another; each may take what those before it have brought.
 *
 * @throws InputError `contradictory` where more would be on hand than attempts take
 * @throws ServiceError INSUFFICIENT_STOCK where more is to leave than is free there
 */
function moveAll(counts: Counts, transfers: readonly Transfer[]): void {
  const short: Fault[] = [];
  const tooMany: Fault[] = [];
  for (const [index, { productCode, fromLocationCode, toLocationCode, quantity }] of transfers.entries()) {
    const path = `transfers[${index}].quantity`;
    const from = { locationCode: fromLocationCode, productCode };
    const to = { locationCode: toLocationCode, productCode };
    const free = counts.free(from);
    if (quantity > free) {
      const message = `is more than the ${free} of ${productCode} at ${fromLocationCode} that nobody holds`;
      short.push({ path, code: 'too_large', message });
      continue;
    }
    if (counts.onHand(to) + quantity > MAX_QUANTITY) {
      const most = MAX_QUANTITY.toLocaleString('en');
      const message = `would leave more than ${most} on hand of ${productCode} at ${toLocationCode}`;
      tooMany.push({ path, code: 'out_of_range', message });
      continue;
    }
    counts.change(from, -quantity);
    counts.change(to, quantity);
  }
  if (tooMany.length > 0) throw new InputError('contradictory', tooMany);
  if (short.length === 0) return;
  const told = short.slice(0, 5).map(({ path, message }) => `${path} ${message}`);
  const more = short.length > told.length ? `; and ${short.length - told.length} more` : '';
  throw new ServiceError('INSUFFICIENT_STOCK', told.join('; ') + more, { faults: short });
}

/**
 * Moves current stock from one location to another, all of it or nothing, in one transaction: no attempt sees units at
 * both places or at neither. Only units that nobody holds and that are not kept back go; shipments keep what they hold
 * where it is. Whoever waits for one of the products is tried again.
 *
 * @throws InputError `malformed` for a text that cannot be stored; `contradictory` where units would go to where they
 *   are, or more would be on hand than attempts take
 * @throws ServiceError INSUFFICIENT_STOCK where more is to leave than is free there
 */
export async function transferStock(
  ports: ReleasePorts,
  write: Write,
  transfers: readonly Transfer[],
): Promise<StoredAnswer> {
  assertStorable({ transfers });
  const faults = transfers.flatMap((transfer, index) => faultOf(transfer, `transfers[${index}]`));
  if (faults.length > 0) throw new InputError('contradictory', faults);
  const products = productsOf(transfers);
  const { newId } = ports;
  return executeWrite(ports.store, write, async (tx) => {
    const context = { now: ports.now(), newId, correlationId: write.correlationId };
    await tx.lockStock(products);
    const counts = new Counts((await tx.stockOf(products)).current);
    moveAll(counts, transfers);
    const { changedProducts, refused } = await tx.adjustOnHand(counts.deltas, {
      kind: 'transfer',
      reference: '',
    });
    // What is locked and has been counted cannot be refused.
    if (refused.length > 0) throw new Error('a transfer that was found to be possible was refused');
    if (changedProducts.length > 0) {
      await tx.appendEvents(inventoryEvents(changedProducts, 'transfer', context));
      await tx.appendTriggers(changedProducts);
    }
    const named = new Set(
      transfers.flatMap(({ productCode, fromLocationCode, toLocationCode }) =>
        [fromLocationCode, toLocationCode].map((locationCode) => placeKeyOf({ locationCode, productCode })),
      ),
    );
    const { current } = await tx.stockOf(products);
    const stock = current
      .filter((row) => named.has(placeKeyOf(row)))
      .map((row) => ({ ...row, available: availableOf(row) }));
    return { status: 200, body: { stock, changedProducts } };
  });
}

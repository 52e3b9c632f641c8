import type { ShipmentNumber } from '../../domain/ids.ts';
import type { SiteStock } from '../../routing/attempt-request.ts';
import type { Products } from '../../routing/switches.ts';
import { ChangedMeanwhile } from '../changed-meanwhile.ts';
import type { QueueReader } from '../ports/queue.ts';
import { type AtPlace, readWanted, type Takeable, takeable, type Wanted } from '../queue/takeable.ts';

/** Behind every shipment of its priority and age: the one that is placed has the largest number of all. */
const LAST_NUMBER = Number.MAX_SAFE_INTEGER as ShipmentNumber;

/** By `newOrders` of the settings, whom a new order lets go first. */
const YIELDS_TO = {
  'after-releasable': 'undecided',
  'after-all-waiting': 'all',
  'take-what-is-there': 'nobody',
} as const;

/** The place of a new order, and what it may take there. */
export interface OthersBefore extends Takeable {
  readonly place: Omit<AtPlace, 'stock' | 'products'>;
  /** What those before it want, as text. */
  readonly wanted: string;
}

const asText = ({ undecided, kept, releases }: Wanted): string =>
  JSON.stringify([[...undecided].sort(), kept, [...releases].sort()]);

/** What a new order may take. Read after the stock. */
export async function readOthersBefore(
  reader: QueueReader,
  order: Omit<AtPlace, 'before' | 'stock' | 'products' | 'yieldsTo'> & {
    readonly priority: number;
    readonly submittedAt: string;
  },
  stock: SiteStock,
  products: Products,
): Promise<OthersBefore> {
  const { priority, submittedAt, ...asked } = order;
  const before = { priority, submittedAt, shipmentNumber: LAST_NUMBER };
  const place = { ...asked, before, yieldsTo: YIELDS_TO[order.settings.newOrders] };
  const wanted = await readWanted(reader, place);
  return { ...takeable(stock, wanted, products, order.dayLimits), place, wanted: asText(wanted) };
}

/**
 * Makes sure, with the stock locked, that those before a new order want what they wanted when it was decided.
 *
 * @param before null where that does not matter
 * @throws ChangedMeanwhile
 */
export async function assertStillBefore(reader: QueueReader, before: OthersBefore | null): Promise<void> {
  if (before === null) return;
  if (asText(await readWanted(reader, before.place)) !== before.wanted) {
    throw new ChangedMeanwhile('those who wait before the order');
  }
}

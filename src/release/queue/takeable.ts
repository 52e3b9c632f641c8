import type { CalendarDate } from '../../domain/calendar.ts';
import type { ProductCode } from '../../domain/ids.ts';
import type { SiteStock } from '../../routing/attempt-request.ts';
import type { QueueReader } from '../ports/queue.ts';
import type { QueuePosition } from '../ports/shipments.ts';
import { lessUndecided } from './reserved.ts';

/** What an attempt may take at its place in the queue. */
export interface Takeable {
  readonly stock: SiteStock;
  /** Somebody before it is undecided and wants a product of it: what is held on this stock is not decided yet. */
  readonly isUndecided: boolean;
}

/**
 * Nobody overtakes: what undecided shipments before a place want is left to them. Read after the stock: a change is
 * committed together with what it makes undecided, so whoever sees its stock sees that, too.
 *
 * @param before a place; null: behind everybody
 */
export async function readTakeable(
  reader: QueueReader,
  stock: SiteStock,
  productCodes: readonly ProductCode[],
  before: QueuePosition | null,
  today: CalendarDate,
): Promise<Takeable> {
  const wants = await reader.undecidedWants({ productCodes, before, today });
  return { stock: lessUndecided(stock, wants), isUndecided: wants.size > 0 };
}

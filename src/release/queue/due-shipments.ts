import type { SiteId } from '../../domain/ids.ts';
import type { DueShipment, QueueDay } from '../ports/queue.ts';
import type { ReleasePorts } from '../service-ports.ts';

/** Tries of one shipment that leave it undecided in a row; after them it no longer keeps the others from theirs. */
const MOST_TRIES = 5;

/**
 * Marks out what triggers speak of, and whose day has come, and finds the first undecided shipment.
 *
 * @returns null where nobody is undecided
 */
export async function firstDue(
  { store }: ReleasePorts,
  siteId: SiteId,
  day: QueueDay,
): Promise<DueShipment | null> {
  const reader = store.reader(siteId);
  const found = await reader.due(day, 1);
  if (!found.hasTriggers && !found.isNewDay) return found.shipments[0] ?? null;
  await store.transaction(siteId, async (tx) => {
    if (found.isNewDay) await tx.triggerDay(day.today);
    await tx.expandTriggers(day);
  });
  return (await reader.due(day, 1)).shipments[0] ?? null;
}

/**
 * How often the same shipment comes first. What a try leaves undecided (its stock changed at every turn, or somebody has
 * come before it) is tried again, and not for ever.
 */
export class Patience {
  #last = '';
  #repeated = 0;

  constructor(
    readonly ports: Pick<ReleasePorts, 'store'>,
    readonly siteId: SiteId,
  ) {}

  /** Counts a shipment that is about to be tried; takes its mark away where it was so too often in a row. */
  async before(first: DueShipment | undefined): Promise<void> {
    if (first === undefined) return;
    const { shipmentNumber, mark } = first;
    const key = `${shipmentNumber} ${mark}`;
    this.#repeated = key === this.#last ? this.#repeated + 1 : 0;
    this.#last = key;
    if (this.#repeated < MOST_TRIES) return;
    await this.ports.store.transaction(this.siteId, (tx) => tx.clearMark(shipmentNumber, mark));
  }
}

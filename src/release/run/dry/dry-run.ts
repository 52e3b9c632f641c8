import type { RunItem, RunRecord } from '../../../domain/site/run.ts';
import type { ShipmentRecord } from '../../../domain/site/shipment.ts';
import type { StockAllocation } from '../../../domain/site/stock.ts';
import { allocationsOf } from '../../carry-out/apply.ts';
import { isImprovement, type Proposal, releasesOf } from '../../carry-out/proposal.ts';
import { placesOf } from '../../day-limits.ts';
import type { StoreReader } from '../../ports/store.ts';
import { takenAnew } from '../../promises/improve.ts';
import { beyond } from '../../promises/own-units.ts';
import { DryRunQueue } from './dry-run-queue.ts';
import { DryRunStock } from './dry-run-stock.ts';

/** A plan of a dry run. */
type Plan = Pick<Proposal, 'shipment' | 'decision' | 'givesBack'>;

/** Items of a dry run that are read at once. */
const ITEMS_AT_ONCE = 1_000;

/** Units of an improved shipment that would be free. */
const givenUp = ({ shipment, decision, givesBack = [] }: Plan) =>
  beyond(
    givesBack,
    decision.children.flatMap((child) => allocationsOf(child, shipment.shipmentNumber)),
  );

/** What the pages of a dry run so far would leave of stock and queue. */
export class DryRun {
  constructor(
    readonly stock = new DryRunStock(),
    readonly queue = new DryRunQueue(),
  ) {}

  /** The same, for a page that is decided from here on without changing this one. */
  copy(): DryRun {
    return new DryRun(this.stock.copy(), this.queue.copy());
  }

  /**
   * Counts the plans of a page. What improved shipments give up is the next page's, unless a change that frees units tries
   * at once who waits for them: then it is theirs, and not the run's.
   */
  note(plans: readonly Plan[], { releaseOnInventoryChange }: RunRecord['settings']): void {
    for (const plan of plans) {
      const { shipment, decision } = plan;
      if (isImprovement({ proposal: plan })) {
        this.stock.takeUnits(takenAnew(plan), placesOf(releasesOf({ proposal: plan })));
        if (!releaseOnInventoryChange) this.stock.giveBack(givenUp(plan));
      } else {
        this.stock.take(decision);
        this.queue.note(shipment, decision);
      }
    }
  }
}

/** The plans that items tell of, with what the shipments hold. */
async function plansOf(reader: StoreReader, items: readonly RunItem[]): Promise<Plan[]> {
  const planned = items.filter(({ decision }) => decision !== null && decision.decision !== 'held');
  const rows = await reader.queuedShipments(planned.map((item) => item.shipmentNumber));
  const shipments = new Map<number, ShipmentRecord>(
    rows.map(({ shipment }) => [shipment.shipmentNumber, shipment]),
  );
  const improved = planned.filter(({ outcome }) => outcome === 'improved');
  const held: StockAllocation[] =
    improved.length === 0 ? [] : await reader.allocationsOf(improved.map((item) => item.shipmentNumber));
  return planned.flatMap(({ shipmentNumber, decision }) => {
    const shipment = shipments.get(shipmentNumber);
    if (shipment === undefined || decision === null) return [];
    return [{ shipment, decision, givesBack: held.filter((row) => row.shipmentNumber === shipmentNumber) }];
  });
}

/** What a dry run has come to so far, put together from its items. */
export async function dryRunOf(reader: StoreReader, { runId, counts, settings }: RunRecord): Promise<DryRun> {
  const dry = new DryRun();
  for (let after = 0; after < counts.tried; ) {
    const items: RunItem[] = await reader.runItems(runId, after, ITEMS_AT_ONCE);
    dry.note(await plansOf(reader, items), settings);
    if (items.length === 0) break;
    after = items.at(-1)!.sequence;
  }
  return dry;
}

import type fc from 'fast-check';
import type { ShipmentNumber } from '../../../src/domain/ids.ts';
import type { ShipmentRecord } from '../../../src/domain/site/shipment.ts';
import { ServiceError } from '../../../src/errors.ts';
import type { TestSite } from '../service/site.ts';
import { brokenInvariants } from './invariants.ts';
import { releasable } from './liveness.ts';

/** What is remembered beside the service. */
export interface Model {
  /** Since when each shipment has waited. */
  readonly ages: Map<ShipmentNumber, string>;
}

/** A site as commands change it. */
export interface ModelledSite {
  readonly site: TestSite;
  readonly gateway: { declines: boolean };
  readonly statistics: Statistics;
}

/** What the sequences of a test came to, all of them together. */
export class Statistics {
  readonly done = new Map<string, number>();
  readonly refused = new Map<string, number>();
  /** `shipment.released` events. */
  released = 0;
  /** Shipments of which it was found that nothing could release them. */
  readonly waiting = { held: 0 };

  count(counts: Map<string, number>, key: string): void {
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
}

/** What a caller may be told; anything else is a defect. */
const FORESEEN = new Set(['TRANSITION_NOT_ALLOWED', 'NOT_FOUND', 'INSUFFICIENT_STOCK']);

export const allOf = (site: TestSite): Promise<ShipmentRecord[]> =>
  site.reader.shipments({ after: null, limit: 100_000 });

/** One command: does it, works off what follows, and looks whether everything still holds. */
export class Step implements fc.AsyncCommand<Model, ModelledSite> {
  constructor(
    readonly kind: string,
    readonly details: string,
    readonly work: (site: TestSite, gateway: { declines: boolean }) => Promise<unknown>,
  ) {}

  check(): boolean {
    return true;
  }

  async run(model: Model, real: ModelledSite): Promise<void> {
    const { site, statistics } = real;
    await this.#do(real);
    await site.settle();
    const faults = await brokenInvariants(site.reader);
    if (faults.length > 0) throw new Error(`after ${this}:\n${faults.join('\n')}`);
    await this.#agesStay(model, site);
    const { waiting, couldGo } = await releasable(site);
    statistics.waiting.held += waiting - couldGo.length;
    const forgotten = couldGo;
    if (forgotten.length > 0) {
      const numbers = forgotten.map((shipment) => shipment.shipmentNumber).join(', ');
      throw new Error(`after ${this}: shipments ${numbers} wait, and what is there would release them`);
    }
  }

  async #do({ site, gateway, statistics }: ModelledSite): Promise<void> {
    try {
      await this.work(site, gateway);
      statistics.count(statistics.done, this.kind);
    } catch (error) {
      if (!(error instanceof ServiceError) || !FORESEEN.has(error.code)) throw error;
      statistics.count(statistics.refused, error.code);
    }
  }

  /** Once backordered, a shipment keeps its age, and its children have it. */
  async #agesStay(model: Model, site: TestSite): Promise<void> {
    for (const shipment of await allOf(site)) {
      const { shipmentNumber, parentShipmentNumber, backorderedAt } = shipment;
      const known =
        model.ages.get(shipmentNumber) ??
        (parentShipmentNumber === null ? undefined : model.ages.get(parentShipmentNumber));
      if (known !== undefined && known !== backorderedAt) {
        throw new Error(`shipment ${shipmentNumber} was backordered at ${known}, now ${backorderedAt}`);
      }
      if (backorderedAt !== null) model.ages.set(shipmentNumber, backorderedAt);
    }
  }

  toString(): string {
    return `${this.kind} ${this.details}`.trim();
  }
}

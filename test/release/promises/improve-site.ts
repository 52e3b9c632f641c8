import { expect } from 'vitest';
import type { ShipmentRecord } from '../../../src/domain/site/shipment.ts';
import type { StoreUnderTest } from '../../store/stores.ts';
import { brokenInvariants } from '../model/invariants.ts';
import { row, TestSite } from '../service/site.ts';

/** Sites of a store on which promises are improved. */
export function improveSite(under: () => StoreUnderTest) {
  /** A site on which lots are promised; one second passes before each order. */
  async function siteOf(settings: Record<string, unknown> = {}) {
    const site = new TestSite(under().store);
    await site.products('KTP', 'KTP2');
    await site.settings({ futureInventoryEnabled: true, ...settings });
    const order = async (lines: Record<string, number>, more: Record<string, unknown> = {}) => {
      site.now = new Date(Date.parse(site.now) + 1000).toISOString();
      return (await site.order(lines, more))[0]!;
    };
    /** An order that is promised from a lot of its own, which is due on that day. */
    const promised = async (
      day: string,
      lines: Record<string, number> = { KTP: 1 },
      more = {},
      place = 'Z',
    ) => {
      const lots = Object.entries(lines).map(([code, units]) => row(code, place, units, [`po-${day}`, day]));
      await site.refresh(...lots);
      await site.settle();
      const shipment = await order(lines, more);
      expect(shipment).toMatchObject({ shipmentStatus: 'FUTURE', futureDate: day });
      return shipment;
    };
    /** Works off what is undecided; then everything holds. @returns what each shipment has come to, by its number */
    const settled = async (...shipments: ShipmentRecord[]) => {
      await site.settle();
      expect(await brokenInvariants(site.reader)).toEqual([]);
      expect(await under().store.examine(10)).toEqual([]);
      const now = await Promise.all(shipments.map(({ shipmentNumber }) => site.shipment(shipmentNumber)));
      return now.map(({ shipmentStatus, fulfillmentLocationCode: at, futureDate }) =>
        [`${shipmentStatus}@${at ?? '-'}`, ...(futureDate === null ? [] : [futureDate])].join(' '),
      );
    };
    const topics = async ({ shipmentNumber }: ShipmentRecord) =>
      (await site.told(shipmentNumber)).map((event) => event.topic);
    return { site, order, promised, settled, topics };
  }
  return siteOf;
}

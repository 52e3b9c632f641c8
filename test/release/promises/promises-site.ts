import { expect } from 'vitest';
import type { FutureInventoryId, ShipmentNumber } from '../../../src/domain/ids.ts';
import { changeLot, type LotChange } from '../../../src/release/supply/change-lot.ts';
import { type Receipt, receiveLots } from '../../../src/release/supply/receipts.ts';
import type { StoreUnderTest } from '../../store/stores.ts';
import { brokenInvariants } from '../model/invariants.ts';
import { row, TestSite } from '../service/site.ts';

export const id = (text: string) => text as FutureInventoryId;

/** Sites of a store on which orders wait, or are promised. */
export function promisesSite(under: () => StoreUnderTest) {
  /** A site on which orders of these units of KTP wait one after another. */
  async function waiting(...units: number[]) {
    const site = new TestSite(under().store);
    await site.products('KTP', 'KTP2');
    await site.settings({ futureInventoryEnabled: true });
    const numbers: ShipmentNumber[] = [];
    for (const [second, quantity] of units.entries()) {
      site.now = `2026-05-01T09:00:0${second}.000Z`;
      const [shipment] = await site.order({ KTP: quantity });
      numbers.push(shipment!.shipmentNumber);
    }
    /** What each family has come to, and that everything holds. */
    const stand = async () => {
      expect(await brokenInvariants(site.reader)).toEqual([]);
      expect(await under().store.examine(10)).toEqual([]);
      const all = await Promise.all(numbers.map(async (number) => site.leaves(await site.shipment(number))));
      return all.flat();
    };
    /** Number of the shipment in which an order lives on. */
    const living = async (index: number) => {
      const { childShipmentNumbers, shipmentNumber } = await site.shipment(numbers[index]!);
      return childShipmentNumbers[0] ?? shipmentNumber;
    };
    const change = (lot: string, to: LotChange) =>
      changeLot(site.ports, site.write(), { futureInventoryId: id(lot) }, to);
    const receive = (...receipts: Receipt[]) => receiveLots(site.ports, site.write(), receipts);
    const topics = async (number: number) => (await site.told(number)).map((event) => event.topic);
    return { site, numbers, stand, living, change, receive, topics };
  }

  /** Three orders of two, promised from one lot of six. */
  async function promised() {
    const started = await waiting(2, 2, 2);
    await started.site.refresh(row('KTP', 'A', 6, ['po-1', '2026-05-10']));
    await started.site.settle();
    return started;
  }

  return { waiting, promised };
}

import type { LocationCode } from '../../../src/domain/ids.ts';
import { SiteLocation } from '../../../src/domain/site/catalogue.ts';
import type { ShipmentRecord } from '../../../src/domain/site/shipment.ts';
import { withWaiting } from '../../../src/release/queue/shown.ts';
import type { StoreUnderTest } from '../../store/stores.ts';
import { TestSite } from '../service/site.ts';

/** What tests of the queue do with a site of their own. */
export function queueSite(under: () => StoreUnderTest) {
  async function siteOf(settings: Record<string, unknown> = {}) {
    const site = new TestSite(under().store);
    await site.products('KTP', 'KTP2');
    await site.settings({ futureInventoryEnabled: true, ...settings });
    return site;
  }
  const statusOf = async (site: TestSite, { shipmentNumber }: ShipmentRecord) =>
    (await site.shipment(shipmentNumber)).shipmentStatus;
  const reasonOf = async (site: TestSite, { shipmentNumber }: ShipmentRecord) => {
    const [shown] = await withWaiting(site.reader, [await site.shipment(shipmentNumber)], site.now);
    return shown!.waiting?.reason ?? null;
  };
  const waitingOf = async (site: TestSite, { shipmentNumber }: ShipmentRecord) =>
    (await withWaiting(site.reader, [await site.shipment(shipmentNumber)], site.now))[0]!.waiting;
  const one = async (site: TestSite, lines: Record<string, number>, more = {}) =>
    (await site.order(lines, more))[0]!;
  const location = (code: string, flags = {}) =>
    SiteLocation.parse({ locationCode: code as LocationCode, ...flags });
  const topics = async (site: TestSite, { shipmentNumber }: ShipmentRecord) =>
    (await site.told(shipmentNumber)).map((event) => event.topic);

  return { siteOf, statusOf, reasonOf, waitingOf, one, location, topics };
}

import { describe, expect, it } from 'vitest';
import { attemptRelease } from '../../../src/release/carry-out/attempt.ts';
import { maintainSite } from '../../../src/release/maintenance.ts';
import {
  cancelShipment,
  fulfillShipment,
  unreleaseShipment,
} from '../../../src/release/shipments/commands.ts';
import { readSettings } from '../../../src/release/site-view.ts';
import { describeStores } from '../../store/stores.ts';
import { Bank, Crash, fragile } from './bank.ts';
import { row, TestSite } from './site.ts';

const PAID = { payment: { paymentMethod: 'card', authorizationReference: 'initial' } };
/** Five units at 999 and the tax of the line. */
const COST = 5 * 999 + 83;

describeStores((under) => {
  async function waiting(site: TestSite) {
    await site.settings({ paymentVoidAndReauth: true });
    await site.products('KTP');
    const [shipment] = await site.order({ KTP: 5 }, PAID);
    await site.refresh(row('KTP', 'A', 5));
    return shipment!;
  }

  async function release(site: TestSite, shipmentNumber: number) {
    const { value: settings, version: settingsVersion } = await readSettings(site.reader);
    const options = {
      settingsVersion,
      mayPass: true,
      isByChange: false,
      siteId: site.siteId,
      settings,
      correlationId: 'test',
      explain: 'none',
      evenOnHold: true,
    } as const;
    return attemptRelease(site.ports, shipmentNumber as never, options);
  }

  describe('void and reauth', () => {
    it('authorizes what the shipment costs, and then lets the old authorization go', async () => {
      const bank = new Bank();
      const site = new TestSite(under().store, bank);
      const shipment = await waiting(site);
      expect((await release(site, shipment.shipmentNumber)).outcome).toBe('released');
      expect([...bank.held]).toEqual([['auth-1', COST]]);
      expect(bank.least).toBe(COST);
    });

    it('lets the money go when the released shipment is canceled', async () => {
      const bank = new Bank();
      const site = new TestSite(under().store, bank);
      const { shipmentNumber } = await waiting(site);
      await release(site, shipmentNumber);
      await cancelShipment(site.ports, site.write(), shipmentNumber);
      expect([...bank.held]).toEqual([]);
    });

    it('leaves a refused one in BACKORDER, with nothing allocated, on hold and with the reason', async () => {
      const bank = new Bank();
      bank.declines = true;
      const site = new TestSite(under().store, bank);
      const { shipmentNumber } = await waiting(site);
      await site.settle();
      expect(await site.shipment(shipmentNumber)).toMatchObject({
        shipmentStatus: 'BACKORDER',
        onHold: true,
        shipmentStatusReason: { reasonCode: 'PAYMENT_REFUSED', moreInfo: 'insufficient funds' },
      });
      expect(await site.reader.allocationsOf([shipmentNumber])).toEqual([]);
      expect([...bank.held]).toEqual([['initial', 10_000]]);
    });

    it('leaves one as it is where the gateway does not answer, and goes on when it does', async () => {
      const bank = new Bank();
      bank.answers = false;
      const site = new TestSite(under().store, bank);
      const { shipmentNumber } = await waiting(site);
      expect((await release(site, shipmentNumber)).reasonCode).toBe('PAYMENT_UNKNOWN');
      expect(await site.shipment(shipmentNumber)).toMatchObject({
        shipmentStatus: 'BACKORDER',
        onHold: false,
      });
      bank.answers = true;
      expect((await release(site, shipmentNumber)).outcome).toBe('released');
      expect([...bank.held]).toEqual([['auth-1', COST]]);
    });

    it('keeps the old authorization while another shipment of the order rests on it', async () => {
      const bank = new Bank();
      const site = new TestSite(under().store, bank);
      await site.settings({
        paymentVoidAndReauth: true,
        orderRouting: { afterActionPartial: 'LINE_ITEM_SPLIT_BACKORDER_WITHOUT_INVENTORY' },
      });
      await site.products('KTP', 'KTP2');
      await site.refresh(row('KTP', 'A', 5));
      const [ready, backordered] = await site.order({ KTP: 5, KTP2: 5 }, PAID);
      expect([ready!.shipmentStatus, backordered!.shipmentStatus]).toEqual(['READY', 'BACKORDER']);
      await site.refresh(row('KTP2', 'A', 5));
      await site.settle();
      expect([...bank.held.keys()]).toEqual(['initial', 'auth-1']);
    });

    it('lets the money of a release go that stock took back before it was made', async () => {
      const bank = new Bank();
      const site = new TestSite(under().store, bank);
      const { shipmentNumber } = await waiting(site);
      const { guard, store, gateway } = fragile(under().store, bank);
      // Written down, asked, written down; and then the process is gone.
      guard.dieAt = 7;
      const dying = Object.assign(new TestSite(store, gateway), {});
      Object.assign(dying, { siteId: site.siteId });
      await expect(release(dying, shipmentNumber)).rejects.toBeInstanceOf(Crash);
      expect([...bank.held.keys()]).toEqual(['initial', 'auth-1']);
      await site.refresh(row('KTP', 'A', 0));
      expect((await release(site, shipmentNumber)).outcome).toBe('held');
      expect([...bank.held.keys()]).toEqual(['initial']);
    });

    it('lets the money go of one that is canceled after a crash', async () => {
      const bank = new Bank();
      const site = new TestSite(under().store, bank);
      const { shipmentNumber } = await waiting(site);
      const { guard, store, gateway } = fragile(under().store, bank);
      guard.dieAt = 7;
      const dying = Object.assign(new TestSite(store, gateway), { siteId: site.siteId });
      await expect(release(dying, shipmentNumber)).rejects.toBeInstanceOf(Crash);
      expect([...bank.held.keys()]).toEqual(['initial', 'auth-1']);
      await cancelShipment(site.ports, site.write(), shipmentNumber);
      expect([...bank.held.keys()]).toEqual([]);
    });

    it('lets the money go of one that changes while the gateway is asked', async () => {
      const bank = new Bank();
      const site = new TestSite(under().store, bank);
      const { shipmentNumber } = await waiting(site);
      const authorize = bank.authorize.bind(bank);
      bank.authorize = async (request) => {
        const answer = await authorize(request);
        await cancelShipment(site.ports, site.write(), shipmentNumber);
        return answer;
      };
      expect((await release(site, shipmentNumber)).reasonCode).toBe('NOT_IN_BACKORDER');
      await maintainSite(site.ports, site.siteId);
      expect([...bank.held.keys()]).toEqual([]);
    });

    it('goes on by itself once a gateway that did not answer does', async () => {
      const bank = new Bank();
      bank.answers = false;
      const site = new TestSite(under().store, bank);
      const { shipmentNumber } = await waiting(site);
      await site.settle();
      expect((await site.shipment(shipmentNumber)).shipmentStatus).toBe('BACKORDER');
      bank.answers = true;
      await maintainSite(site.ports, site.siteId);
      await site.settle();
      expect((await site.shipment(shipmentNumber)).shipmentStatus).toBe('READY');
      expect([...bank.held]).toEqual([['auth-1', COST]]);
    });

    describe('of one authorization for a release into two children, one of them sent', () => {
      /** A release from A and B whose child at A is fulfilled; answers the shipment at B. */
      async function halfSent(bank: Bank) {
        const site = new TestSite(under().store, bank);
        await site.settings({ paymentVoidAndReauth: true });
        await site.products('KTP');
        const [{ shipmentNumber } = { shipmentNumber: 0 }] = await site.order({ KTP: 5 }, PAID);
        await site.refresh(row('KTP', 'A', 3), row('KTP', 'B', 2));
        expect((await release(site, shipmentNumber)).outcome).toBe('released');
        const children = await Promise.all(
          (await site.shipment(shipmentNumber)).childShipmentNumbers.map((each) => site.shipment(each)),
        );
        const at = (code: string) => children.find((each) => each.fulfillmentLocationCode === code)!;
        expect([...bank.held.keys()]).toEqual(['auth-1']);
        await fulfillShipment(site.ports, site.write(), at('A').shipmentNumber);
        return { site, shipmentNumber: at('B').shipmentNumber };
      }

      it('keeps what was captured when the other child is canceled', async () => {
        const bank = new Bank();
        const { site, shipmentNumber } = await halfSent(bank);
        await cancelShipment(site.ports, site.write(), shipmentNumber);
        await maintainSite(site.ports, site.siteId);
        expect([...bank.held.keys()]).toEqual(['auth-1']);
      });

      it('keeps what was captured when the other child is taken back and released again', async () => {
        const bank = new Bank();
        const { site, shipmentNumber } = await halfSent(bank);
        await unreleaseShipment(site.ports, site.write(), shipmentNumber, true);
        expect((await release(site, shipmentNumber)).outcome).toBe('released');
        await maintainSite(site.ports, site.siteId);
        expect([...bank.held.keys()]).toEqual(['auth-1', 'auth-2']);
      });
    });

    it('survives a crash before and after every step, and never holds less than the shipment costs', async () => {
      let crashes = 0;
      for (let dieAt = 1; ; dieAt++) {
        const bank = new Bank();
        const site = new TestSite(under().store, bank);
        const { shipmentNumber } = await waiting(site);
        const broken = fragile(under().store, bank);
        broken.guard.dieAt = dieAt;
        const dying = Object.assign(new TestSite(broken.store, broken.gateway), { siteId: site.siteId });
        const died = await release(dying, shipmentNumber).then(
          () => false,
          (error) => {
            if (!(error instanceof Crash)) throw error;
            return true;
          },
        );
        if (died) crashes += 1;
        // The next process takes up what is left, and tries again.
        await maintainSite(site.ports, site.siteId);
        await release(site, shipmentNumber);
        await maintainSite(site.ports, site.siteId);
        expect(await site.shipment(shipmentNumber), `died at ${dieAt}`).toMatchObject({
          shipmentStatus: 'READY',
        });
        expect([...bank.held.values()], `died at ${dieAt}`).toEqual([COST]);
        expect(bank.least).toBe(COST);
        expect(await site.reader.pendingSteps(10)).toEqual([]);
        if (!died) break;
      }
      expect(crashes).toBeGreaterThan(8);
    });
  });
});

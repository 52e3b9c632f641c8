import { describe, expect, it } from 'vitest';
import type { AuthorizeRequest, PaymentGateway } from '../../../src/release/payment/gateway.ts';
import { holdShipment, unreleaseShipment } from '../../../src/release/shipments/commands.ts';
import { changePaymentMethod } from '../../../src/release/shipments/payment-method.ts';
import { describeStores } from '../../store/stores.ts';
import { row, TestSite } from './site.ts';

/** A bank that refuses one card and writes down what it is asked. */
class Bank implements PaymentGateway {
  readonly name = 'bank';
  readonly asked: AuthorizeRequest[] = [];
  async authorize(request: AuthorizeRequest) {
    this.asked.push(request);
    if (request.paymentMethod === 'expired') return { outcome: 'refused' as const, reason: 'card expired' };
    return { outcome: 'authorized' as const, reference: `auth-${this.asked.length}` };
  }
  async void() {
    return { outcome: 'voided' as const };
  }
}

describeStores((under) => {
  /** A shipment of one KTP whose payment was refused. */
  async function refused(payment: object | null = { paymentMethod: 'expired' }, units = 1) {
    const bank = new Bank();
    const site = new TestSite(under().store, bank);
    await site.products('KTP');
    await site.settings({ paymentVoidAndReauth: true });
    const [shipment] = await site.order({ KTP: units }, { payment });
    const number = shipment!.shipmentNumber;
    await site.refresh(row('KTP', 'A', units));
    await site.settle();
    return { site, bank, number };
  }

  it('lets go what a refused one has put on hold, and the release is authorized by it', async () => {
    const { site, bank, number } = await refused();
    expect(await site.shipment(number)).toMatchObject({
      onHold: true,
      shipmentStatusReason: { reasonCode: 'PAYMENT_REFUSED', moreInfo: 'card expired' },
    });
    const { body } = await changePaymentMethod(site.ports, site.write(), number, 'visa');
    expect(body).toMatchObject({ onHold: false, shipmentStatusReason: null, paymentMethod: 'visa' });
    await site.settle();
    expect(await site.shipment(number)).toMatchObject({
      shipmentStatus: 'READY',
      shipmentStatusReason: null,
    });
    expect(bank.asked.map((each) => [each.paymentMethod, each.amountCents])).toEqual([
      ['expired', 1082],
      ['visa', 1082],
    ]);
    expect(new Set(bank.asked.map((each) => each.idempotencyKey)).size).toBe(2);
    const steps = await site.reader.authorizationsOf((await site.shipment(number)).orderNumber);
    expect(steps).toMatchObject([{ status: 'AUTHORIZED', reference: 'auth-2' }]);
  });

  it('is tried where it was not on hold, and pays what the order did not pay for', async () => {
    const { site, bank, number } = await refused(null);
    expect((await site.shipment(number)).shipmentStatus).toBe('READY');
    await unreleaseShipment(site.ports, site.write(), number, true);
    await holdShipment(site.ports, site.write(), number, false);
    await changePaymentMethod(site.ports, site.write(), number, 'visa');
    await site.settle();
    expect((await site.shipment(number)).shipmentStatus).toBe('READY');
    expect(bank.asked.map((each) => each.paymentMethod)).toEqual(['visa']);
  });

  it('leaves a planner’s hold, and changes nothing where it is the same', async () => {
    const site = new TestSite(under().store, new Bank());
    await site.products('KTP');
    const [shipment] = await site.order({ KTP: 1 }, { payment: { paymentMethod: 'visa' } });
    const number = shipment!.shipmentNumber;
    await holdShipment(site.ports, site.write(), number, true);
    const change = async () => (await changePaymentMethod(site.ports, site.write(), number, 'master')).body;
    expect(await change()).toMatchObject({ onHold: true, version: 3 });
    expect(await change()).toMatchObject({ onHold: true, version: 3 });
  });

  it('is kept by children', async () => {
    const { site, number } = await refused({ paymentMethod: 'expired' }, 2);
    await site.refresh(row('KTP', 'A', 1), row('KTP', 'B', 1));
    await changePaymentMethod(site.ports, site.write(), number, 'visa');
    await site.settle();
    const family = await site.reader.lineage(number);
    expect(family.map((each) => [each.shipmentStatus, each.paymentMethod])).toEqual([
      ['REASSIGNED', 'visa'],
      ['READY', 'visa'],
      ['READY', 'visa'],
    ]);
  });

  it('has no place once it is released', async () => {
    const { site, number } = await refused(null);
    await expect(changePaymentMethod(site.ports, site.write(), number, 'visa')).rejects.toMatchObject({
      code: 'TRANSITION_NOT_ALLOWED',
    });
  });

  describe('a refused payment that a person lets go', () => {
    it('is no reason any more where its stock is gone meanwhile', async () => {
      const { site, number } = await refused();
      await site.refresh(row('KTP', 'A', 0));
      await holdShipment(site.ports, site.write(), number, false);
      await site.settle();
      const after = await site.shipment(number);
      expect(after).toMatchObject({ shipmentStatus: 'BACKORDER', onHold: false });
      expect(after.shipmentStatusReason?.reasonCode).not.toBe('PAYMENT_REFUSED');
    });

    it('is asked for again, and refused again, where its stock is there', async () => {
      const { site, bank, number } = await refused();
      await holdShipment(site.ports, site.write(), number, false);
      await site.settle();
      expect(bank.asked).toHaveLength(2);
      expect(await site.shipment(number)).toMatchObject({
        onHold: true,
        shipmentStatusReason: { reasonCode: 'PAYMENT_REFUSED' },
      });
    });
  });
});

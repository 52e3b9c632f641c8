import type { Draw } from '../../src/app/demo/draw.ts';
import type { Client, SentWrite } from './client.ts';

const PRODUCTS = ['KTP', 'KTP2', 'KTP3'];
const LOCATIONS = ['A', 'B'];

/** Everything is promised and paid for, so that a kill meets every kind of step. */
export async function prepare(client: Client): Promise<void> {
  const switches = { outOfStockBehavior: 'AllowBackOrder', futureInventoryEnabled: true };
  const products = PRODUCTS.map((productCode) => ({ productCode, ...switches }));
  await client.write(
    'PUT',
    '/v1/settings',
    { futureInventoryEnabled: true, paymentVoidAndReauth: true },
    { kind: 'command' },
  );
  await client.write('PUT', '/v1/products', { products }, { kind: 'command' });
}

function order(client: Client, draw: Draw): Promise<SentWrite> {
  const items = draw.some(PRODUCTS, draw.whole(1, 3)).map((productCode, index) => ({
    lineId: index + 1,
    productCode,
    quantity: draw.whole(1, 4),
    amounts: { item: draw.whole(100, 9999), tax: draw.whole(0, 99) },
  }));
  const payment = { paymentMethod: 'card', authorizationReference: `shop-${draw.whole(1, 1_000_000_000)}` };
  return client.write(
    'POST',
    '/v1/orders',
    { items, amounts: { shipping: 599 }, payment },
    { kind: 'order' },
  );
}

function adjust(client: Client, draw: Draw): Promise<SentWrite> {
  const [productCode, locationCode] = [draw.oneOf(PRODUCTS), draw.oneOf(LOCATIONS)];
  const quantity = draw.whole(1, 5);
  return client.write(
    'POST',
    '/v1/inventory/adjust',
    { inventory: [{ productCode, locationCode, quantity }] },
    { kind: 'adjust', source: `${productCode}@${locationCode}`, units: quantity },
  );
}

function deliver(client: Client, draw: Draw): Promise<SentWrite> {
  const day = new Date(Date.now() + draw.whole(1, 40) * 86_400_000).toISOString().slice(0, 10);
  const [productCode, locationCode] = [draw.oneOf(PRODUCTS), draw.oneOf(LOCATIONS)];
  const row = { productCode, locationCode, quantity: draw.whole(0, 6), deliveryDate: day };
  const futureInventoryId = `po-${draw.whole(1, 6)}-${productCode}-${locationCode}`;
  const inventory = [{ ...row, futureInventoryId }];
  return client.write('POST', '/v1/inventory/refresh', { inventory }, { kind: 'command' });
}

async function command(client: Client, draw: Draw): Promise<unknown> {
  const { items } = await client.read<{ items: { shipmentNumber: number; shipmentStatus: string }[] }>(
    '/v1/shipments?shipmentStatus=BACKORDER,READY,FUTURE&limit=1000',
  );
  if (items.length === 0) return;
  const { shipmentNumber, shipmentStatus } = draw.oneOf(items);
  const name = shipmentStatus === 'BACKORDER' ? 'release' : draw.oneOf(['unrelease', 'cancel']);
  const body = name === 'unrelease' ? { onHold: false } : {};
  return client.write('POST', `/v1/shipments/${shipmentNumber}/${name}`, body, { kind: 'command' });
}

/** Writes one thing after another until nothing comes back, or it is told to end. */
export async function work(client: Client, draw: Draw, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const dice = draw.next();
    try {
      if (dice < 0.35) await order(client, draw);
      else if (dice < 0.65) await adjust(client, draw);
      else if (dice < 0.8) await deliver(client, draw);
      else await command(client, draw);
    } catch {
      return;
    }
    if (client.sent.at(-1)?.answer === null) return;
  }
}

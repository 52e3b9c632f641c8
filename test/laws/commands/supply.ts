import fc from 'fast-check';
import { tornDown } from '../laws/promises.ts';
import type { LawSite } from '../site.ts';
import { readLots } from '../view.ts';
import { command, dayIn, inDays, orNull, place, product } from './draw.ts';

const units = fc.nat(4);

const lotId = (productCode: string, locationCode: string) => `${productCode}-${locationCode}`;

export const refresh = command(
  'refresh',
  fc.record({
    product,
    place,
    units,
    day: orNull(inDays, 1, 2),
    pending: orNull(fc.nat(1), 1, 5),
    safetyStock: orNull(fc.nat(1), 1, 5),
  }),
  {
    movesSupply: true,
    work: (site, { product: productCode, place: locationCode, day, pending, safetyStock, ...drawn }) =>
      site.send('POST', '/v1/inventory/refresh', {
        inventory: [
          {
            locationCode,
            productCode,
            quantity: drawn.units,
            ...(day === null
              ? { ...(pending !== null && { pending }), ...(safetyStock !== null && { safetyStock }) }
              : { deliveryDate: dayIn(site, day), futureInventoryId: lotId(productCode, locationCode) }),
          },
        ],
      }),
  },
);

export const adjust = command(
  'adjust',
  fc.record({ product, place, more: fc.integer({ min: -1, max: 2 }) }),
  {
    movesSupply: true,
    work: (site, { product: productCode, place: locationCode, more: quantity }) =>
      site.send('POST', '/v1/inventory/adjust', { inventory: [{ locationCode, productCode, quantity }] }),
  },
);

/** Units that nobody holds go elsewhere: no promise is touched by that. */
export const transfer = command(
  'transfer',
  fc.record({ product, place, units: fc.integer({ min: 1, max: 2 }) }),
  {
    work: (site, { product: productCode, place: from, units: quantity }) => {
      const places = { fromLocationCode: from, toLocationCode: from === 'A' ? 'B' : 'A' };
      return site.send('POST', '/v1/inventory/transfers', {
        transfers: [{ productCode, ...places, quantity }],
      });
    },
  },
);

/** One of the lots that are expected, whichever the draw points at. */
async function someLot(site: LawSite, draw: number) {
  const lots = (await readLots(site)).filter((lot) => lot.status === 'EXPECTED');
  return lots[draw % lots.length];
}

const draw = fc.nat(1000);

/** Another day or another quantity. */
export const changeLot = command('lot', fc.record({ draw, quantity: units, day: inDays }), {
  movesSupply: true,
  async work(site, drawn) {
    const lot = await someLot(site, drawn.draw);
    if (lot === undefined) return undefined;
    const change = { quantity: drawn.quantity, deliveryDate: dayIn(site, drawn.day) };
    return site.send('PATCH', `/v1/future-inventory/${lot.futureInventoryId}`, change);
  },
});

/** Another day only: nobody loses what was promised, however late it is. */
export const slip = command('slip', fc.record({ draw, days: fc.integer({ min: 1, max: 30 }) }), {
  movesSupply: true,
  async work(site, { draw: drawn, days }) {
    const lot = await someLot(site, drawn);
    if (lot === undefined) return undefined;
    return site.send('PATCH', `/v1/future-inventory/${lot.futureInventoryId}`, {
      deliveryDate: dayIn(site, days),
    });
  },
  atOnce: (before, after) => tornDown(before, after),
});

/** All of it, or some units; the rest is expected still, or not. */
export const receive = command(
  'receive',
  fc.record({ draw, quantity: orNull(fc.nat(3), 2, 1), final: fc.boolean() }),
  {
    movesSupply: true,
    async work(site, { draw: drawn, quantity, final }) {
      const lot = await someLot(site, drawn);
      if (lot === undefined) return undefined;
      const receipt = { futureInventoryId: lot.futureInventoryId, quantity, final };
      return site.send('POST', '/v1/inventory/receipts', { receipts: [receipt] });
    },
  },
);

export const cancelLot = command('lot-canceled', fc.record({ draw }), {
  movesSupply: true,
  async work(site, { draw: drawn }) {
    const lot = await someLot(site, drawn);
    if (lot === undefined) return undefined;
    return site.send('DELETE', `/v1/future-inventory/${lot.futureInventoryId}`);
  },
});

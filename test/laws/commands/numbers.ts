import fc from 'fast-check';
import type { Json, LawSite } from '../site.ts';
import type { Did } from '../step.ts';
import { command, dayIn, place, product } from './draw.ts';

/** Most units that a row may have, either way. */
const MOST = 1_000_000_000;

/** Refused, and at the place that the caller wrote. */
function assertRefused(did: Did, path: string): Did {
  const paths = (did.body.errors ?? []).map((each: Json) => each.path);
  if (did.status < 400 || did.status >= 500 || !paths.some((each: string) => each.startsWith(path))) {
    throw new Error(`answered ${did.status} ${JSON.stringify(did.body)}, and not refused at ${path}`);
  }
  return did;
}

const WAYS: Readonly<Record<string, (site: LawSite, source: object) => Promise<Did>>> = {
  /** By two steps, each of which is small enough. */
  async adjust(site, source) {
    const add = (quantity: number) =>
      site.send('POST', '/v1/inventory/adjust', { inventory: [{ ...source, quantity }] });
    await add(1);
    return assertRefused(await add(MOST), 'inventory[0].quantity');
  },
  async keptBack(site, source) {
    const row = { ...source, quantity: 0, pending: MOST, safetyStock: MOST };
    const did = await site.send('POST', '/v1/inventory/refresh', { inventory: [row] });
    return assertRefused(did, 'inventory[0]');
  },
  async lot(site, source) {
    const lot = { ...source, deliveryDate: dayIn(site, 3), futureInventoryId: 'too-much' };
    const add = (quantity: number) =>
      site.send('POST', '/v1/inventory/adjust', { inventory: [{ ...lot, quantity }] });
    await site.send('POST', '/v1/inventory/refresh', { inventory: [{ ...lot, quantity: 1 }] });
    return assertRefused(await add(MOST), 'inventory[0].quantity');
  },
  async order(site, source) {
    const { productCode } = source as { productCode: string };
    const items = [{ lineId: 1, productCode, quantity: 10 * MOST }];
    return assertRefused(await site.send('POST', '/v1/orders', { items }), 'items[0].quantity');
  },
};

/** A number that no attempt could take. */
export const beyond = command(
  'beyond',
  fc.record({ productCode: product, locationCode: place, way: fc.constantFrom(...Object.keys(WAYS)) }),
  { movesSupply: true, work: (site, { way, ...source }) => WAYS[way]!(site, source) },
);

/** A code with blanks around it is the code. */
export const blanks = command('blanks', fc.record({ productCode: product, locationCode: place }), {
  movesSupply: true,
  work: (site, { productCode, locationCode }) =>
    site.send('POST', '/v1/inventory/adjust', {
      inventory: [{ productCode: ` ${productCode}`, locationCode: `${locationCode}\t`, quantity: 1 }],
    }),
});

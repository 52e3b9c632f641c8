import { expect, test } from 'vitest';
import { describeSource, indexSources, type Source } from '../../../src/decision/verify/sources.ts';
import { OptimizeRequest } from '../../../src/domain/optimize-request.ts';
import { takeSnapshot } from '../../../src/input/take-snapshot.ts';

const LOCATIONS = 20;
const LOTS = 20;

/** Two products at every location, one of them also in many lots at the first. */
const snapshot = takeSnapshot(
  OptimizeRequest.parse({
    asOf: '2026-05-01',
    shipment: {
      shipmentNumber: 1,
      items: ['KTP', 'KTP2'].map((productCode, at) => ({ lineId: at + 1, productCode, quantity: 5 })),
    },
    inventory: Array.from({ length: 2 * LOCATIONS }, (_, row) => ({
      locationCode: `L${row >> 1}`,
      productCode: row % 2 === 0 ? 'KTP' : 'KTP2',
      available: row - 3,
    })),
    futureInventory: Array.from({ length: LOTS }, (_, lot) => ({
      futureInventoryId: `po-${lot}`,
      locationCode: 'L0',
      productCode: 'KTP',
      deliveryDate: `2026-05-${10 + (lot % 3)}`,
      available: 1 + lot,
    })),
  }),
  '2026-05-01',
);

/** What a plan names of a source. */
const named = (source: Source) =>
  [source.locationCode, source.productCode, source.day, source.futureInventoryId] as const;

test('each row and each lot is found by what a plan names of it, however often one asks', () => {
  const { ofProduct, find } = indexSources(snapshot);
  const sources = snapshot.shipment.items.flatMap(({ productCode }) => ofProduct(productCode));
  expect(sources).toHaveLength(2 * LOCATIONS + LOTS);
  // The first few are looked for one by one, the others by location: in either order all are found.
  for (const all of [sources, [...sources].reverse()]) {
    const fresh = indexSources(snapshot);
    for (const source of all) {
      expect(find(...named(source))).toBe(source);
      expect(describeSource(fresh.find(...named(source))!)).toBe(describeSource(source));
    }
  }
});

test('what the snapshot does not know is not found, neither at first nor later', () => {
  const { ofProduct, find } = indexSources(snapshot);
  const [lot] = ofProduct('KTP' as Source['productCode']).filter(({ day }) => day !== null);
  const [location, product, day, id] = named(lot!);
  for (let asked = 0; asked < 20; asked++) {
    expect(find('L99' as typeof location, product, day, id)).toBeNull();
    expect(find(location, 'KTP3' as typeof product, day, id)).toBeNull();
    expect(find(location, product, null, id)).toBeNull();
    expect(find(location, product, day, null)).toBeNull();
  }
});

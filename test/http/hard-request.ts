import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { drawAnything } from '../soak/oracle/draw.ts';

/** A request that no engine here proves within seconds: many products, scarce everywhere, at few locations. */
export function hardRequest(timeLimitMs: number) {
  let state = 12_345;
  const random = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  const upTo = (most: number) => Math.floor(random() * most);
  const products = Array.from({ length: 20 }, (_, i) => `P${i}`);
  const locations = Array.from({ length: 40 }, (_, i) => ({ locationCode: `L${i}`, cost: upTo(1000) / 100 }));
  const rows = locations.flatMap(({ locationCode }) =>
    products
      .filter(() => random() < 0.7)
      .map((productCode) => ({ locationCode, productCode, available: upTo(20), unitCost: upTo(1000) / 100 })),
  );
  return {
    asOf: '2026-05-01T09:00:00Z',
    settings: { maxFulfillingLocations: 6, maxSplitItemLocations: 2, partialRelease: 'quantity' as const },
    shipment: {
      shipmentNumber: 1,
      items: products.map((productCode, i) => ({ lineId: i + 1, productCode, quantity: 20 + upTo(80) })),
    },
    locations,
    inventory: rows,
    limits: { timeLimitMs },
  };
}

/** A full release that no plan keeps within its limits, which takes seconds to prove. */
export function unsettledRequest(timeLimitMs: number): OptimizeRequestInput {
  const { shipment, ...rest } = drawAnything(501_999);
  return { ...rest, shipment: { ...shipment, shipmentNumber: 1 }, limits: { timeLimitMs } };
}

import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { drawAnything } from '../soak/oracle/draw.ts';

const DIMENSIONS = 4;
const POINTS = 3 ** DIMENSIONS;

/** The third point of the line through two points of the affine space over three elements, digit by digit. */
function thirdOf(a: number, b: number): number {
  let third = 0;
  for (let place = 1; place < POINTS; place *= 3) {
    const digit = (point: number) => Math.floor(point / place) % 3;
    third += ((6 - digit(a) - digit(b)) % 3) * place;
  }
  return third;
}

/**
 * A request that nobody proves within hours: the fewest of 81 locations that meet each of 1,080 lines of three (the Steiner
 * triple system A81, a set covering by Fulkerson, Nemhauser, Trotter 1974). A plan is found at once.
 */
export function hardRequest(timeLimitMs: number): OptimizeRequestInput {
  const triples: number[][] = [];
  for (let a = 0; a < POINTS; a++) {
    for (let b = a + 1; b < POINTS; b++) {
      const c = thirdOf(a, b);
      if (c > b) triples.push([a, b, c]);
    }
  }
  const codeOf = (point: number) => `L${point}`;
  return {
    asOf: '2026-05-01T09:00:00Z',
    settings: { objective: { mode: 'weighted', weights: { locationCost: 1 } } },
    shipment: {
      shipmentNumber: 1,
      items: triples.map((_, line) => ({ lineId: line + 1, productCode: `P${line}`, quantity: 1 })),
    },
    locations: Array.from({ length: POINTS }, (_, point) => ({ locationCode: codeOf(point), cost: 1 })),
    inventory: triples.flatMap((points, line) =>
      points.map((point) => ({ locationCode: codeOf(point), productCode: `P${line}`, available: 1 })),
    ),
    limits: { timeLimitMs },
  };
}

/** A full release that no plan keeps within its limits, which takes seconds to prove. */
export function unsettledRequest(timeLimitMs: number): OptimizeRequestInput {
  const { shipment, ...rest } = drawAnything(501_999);
  return { ...rest, shipment: { ...shipment, shipmentNumber: 1 }, limits: { timeLimitMs } };
}

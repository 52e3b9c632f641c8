import { drawAttempt } from './draw-attempt.ts';
import { type InstanceClass, seededClass } from './instance.ts';
import type { Shape } from './shape.ts';

const SHORT: Shape = {
  lines: [3, 10],
  quantity: [5, 200],
  locations: [15, 50],
  dates: [0, 3],
  density: [0.3, 0.8],
  lotDensity: [0.1, 0.4],
  share: [0.05, 0.5],
  shortToday: 0.5,
  supply: [0.4, 1.5],
  sameProduct: 0.3,
  keptTogether: 0.15,
};

/** Attempts whose supply does not always suffice: released by line (odd seeds) or by quantity (even seeds). */
export const partial: InstanceClass = seededClass(
  {
    name: 'partial',
    meaning: '3–10 lines, 15–50 locations, 0–3 dates, supply 40–150 % of demand, by line or by quantity',
    usual: 12,
    target: { times: 10, at: 'mean' },
  },
  (seed) =>
    drawAttempt(seed, { ...SHORT, settings: { partialRelease: seed % 2 === 1 ? 'line' : 'quantity' } }),
);

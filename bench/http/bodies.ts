import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { drawAttempt } from '../instances/draw-attempt.ts';
import { sourceCount } from '../instances/draw-stock.ts';
import type { Shape } from '../instances/shape.ts';

const SMALL: Shape = {
  lines: [5, 5],
  quantity: [5, 200],
  locations: [8, 14],
  dates: [1, 2],
  density: [0.4, 0.8],
  lotDensity: [0.2, 0.5],
  share: [0.2, 1],
  shortToday: 0.3,
};
const SMALL_SOURCES = 50;

const TYPICAL: Shape = {
  lines: [5, 5],
  quantity: [5, 200],
  locations: [50, 50],
  dates: [4, 4],
  density: [0.5, 0.95],
  lotDensity: [0.1, 0.25],
  share: [0.05, 0.5],
  shortToday: 0.3,
};
const TYPICAL_SOURCES = [325, 375] as const;
const TYPICAL_BYTES = [27_000, 30_000] as const;

/** The first drawn attempt from `seed` on that has 5 lines and 50 sources. */
export function drawSmallRequest(seed = 1): OptimizeRequestInput {
  const request = drawAttempt(seed, SMALL);
  return sourceCount(request) === SMALL_SOURCES ? request : drawSmallRequest(seed + 1);
}

const isWithin = (value: number, [least, most]: readonly [number, number]): boolean =>
  value >= least && value <= most;

const isTypical = (request: OptimizeRequestInput): boolean =>
  isWithin(sourceCount(request), TYPICAL_SOURCES) && isWithin(JSON.stringify(request).length, TYPICAL_BYTES);

/** The first `count` drawn bodies that a test lets pass, each of another seed. */
function firstBodies(count: number, shape: Shape, isWanted: (request: OptimizeRequestInput) => boolean) {
  const bodies: string[] = [];
  for (let seed = 1; bodies.length < count; seed++) {
    const request = drawAttempt(seed, shape);
    if (isWanted(request)) bodies.push(JSON.stringify(request));
  }
  return bodies;
}

/** The kinds of body that the service is measured with; of each several, which are sent in turn. */
export const KINDS = [
  {
    name: 'small: 5 lines, 50 rows of stock',
    bodies: () => firstBodies(10, SMALL, (request) => sourceCount(request) === SMALL_SOURCES),
  },
  {
    name: 'typical: 5 lines, 50 locations, 4 dates, about 350 rows of stock',
    bodies: () => firstBodies(10, TYPICAL, isTypical),
  },
] as const;

import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { drawAttempt } from '../instances/draw-attempt.ts';
import { sourceCount } from '../instances/draw-stock.ts';

const LINES = 5;
const SOURCES = 50;

/** The first drawn attempt of 5 lines and 50 sources. */
export function drawSmallRequest(seed = 1): OptimizeRequestInput {
  const request = drawAttempt(seed, {
    lines: [LINES, LINES],
    quantity: [5, 200],
    locations: [8, 14],
    dates: [1, 2],
    density: [0.4, 0.8],
    lotDensity: [0.2, 0.5],
    share: [0.2, 1],
    shortToday: 0.3,
  });
  return sourceCount(request) === SOURCES ? request : drawSmallRequest(seed + 1);
}

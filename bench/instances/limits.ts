import { optimize } from '../../src/attempt/optimize.ts';
import { OptimizeRequest, type OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { parseInput } from '../../src/input/parse.ts';
import { takeAttempt } from '../../src/input/take-attempt.ts';
import { createPortfolio } from '../../src/solver/portfolio.ts';
import { drawAttempt } from './draw-attempt.ts';
import { TODAY } from './draw-stock.ts';
import { type InstanceClass, seededClass } from './instance.ts';
import type { Shape } from './shape.ts';

export const LIMITED: Shape = {
  lines: [2, 6],
  quantity: [5, 200],
  locations: [15, 50],
  dates: [1, 3],
  density: [0.4, 0.8],
  lotDensity: [0.2, 0.5],
  share: [0.1, 0.6],
  shortToday: 0.5,
};

/** Enough to find the least number of locations of any attempt of this shape. */
const DRAW_LIMIT_MS = 60_000;
let engine: ReturnType<typeof createPortfolio> | undefined;

/** The same attempt with everything in stock today, where one child shipment is one location. */
function withoutDates(request: OptimizeRequestInput): OptimizeRequestInput {
  const inventory = new Map<string, NonNullable<OptimizeRequestInput['inventory']>[number]>();
  for (const { locationCode, productCode, available } of [
    ...request.inventory!,
    ...request.futureInventory!,
  ]) {
    const key = `${locationCode} ${productCode}`;
    const known = inventory.get(key)?.available ?? 0;
    inventory.set(key, { locationCode, productCode, available: known + available });
  }
  return {
    ...request,
    locations: [],
    inventory: [...inventory.values()],
    futureInventory: [],
    limits: { timeLimitMs: DRAW_LIMIT_MS },
  };
}

/** The fewest locations from which everything could be sent, whatever the dates. */
export async function leastLocations(request: OptimizeRequestInput): Promise<number> {
  engine ??= createPortfolio();
  const parsed = parseInput(OptimizeRequest, withoutDates(request));
  const { objective } = await optimize(takeAttempt(parsed, TODAY), engine);
  return objective.find(({ tier }) => tier === 'childShipments')!.value;
}

/** Attempts whose `maxFulfillingLocations` is the least that is feasible (odd seeds), or one above (even seeds). */
export const limits: InstanceClass = seededClass(
  {
    name: 'limits',
    meaning:
      '2–6 lines, 15–50 locations, 1–3 dates, maxFulfillingLocations at or one above the least feasible',
    usual: 12,
    target: { times: 10, at: 'mean' },
  },
  async (seed) => {
    const request = drawAttempt(seed, LIMITED);
    const least = await leastLocations(request);
    const maxFulfillingLocations = least + (seed % 2 === 1 ? 0 : 1);
    return { ...request, settings: { ...request.settings, maxFulfillingLocations } };
  },
);

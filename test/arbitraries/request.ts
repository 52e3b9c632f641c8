import fc from 'fast-check';
import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { type Setting, settingOf } from './calendar.ts';
import { LOCATION_CODES, mostly, shipmentOf } from './shipment.ts';
import { SIZES, type SizeName } from './sizes.ts';
import { stockOf } from './stock.ts';

type Settings = NonNullable<OptimizeRequestInput['settings']>;

/** Longer than any test's problem takes, so that no answer depends on the machine. */
const TIME_LIMIT_MS = 60_000;

/** Objects such as JSON makes, with a prototype. */
const PLAIN = { noNullPrototype: true } as const;

const weight = fc.constantFrom(0, 1, 1, 2, 10, 0.5, 0.1, 100);

const weights = fc.record(
  {
    unfilledUnit: weight,
    futureUnit: weight,
    unitDay: weight,
    childShipment: weight,
    locationCost: weight,
  },
  PLAIN,
);

const objective: fc.Arbitrary<NonNullable<Settings['objective']>> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ mode: 'lexicographic' as const }) },
  { weight: 1, arbitrary: weights.map((drawn) => ({ mode: 'weighted' as const, weights: drawn })) },
);

const limitOnLocations = fc.constantFrom(null, null, null, null, 1, 2, 3);

function settingsOf({ futureDateLimit }: Setting): fc.Arbitrary<Settings> {
  const fields = {
    futureInventoryEnabled: mostly(true, 8),
    futureDateLimit: fc.constant(futureDateLimit),
    partialRelease: fc.constantFrom('none' as const, 'none' as const, 'line' as const, 'quantity' as const),
    useCurrentInventory: mostly(true, 10),
    useFutureBeforeCurrent: mostly(false, 6),
    maxFulfillingLocations: limitOnLocations,
    maxSplitItemLocations: limitOnLocations,
    maxChildShipments: fc.constantFrom(null, null, null, null, null, 1, 2),
    objective,
  };
  return fc.record(fields, PLAIN);
}

/**
 * Draws release attempts as a caller sends them, every default written out. They are often tight: stock is near
 * demand, lines share products, numbers repeat so that plans tie, lots lie at the ends of the window.
 */
export function optimizeRequest(sizeName: SizeName): fc.Arbitrary<OptimizeRequestInput> {
  const size = SIZES[sizeName];
  const codes = fc
    .constantFrom(1, size.locations, size.locations)
    .chain((least) => fc.shuffledSubarray(LOCATION_CODES, { minLength: least, maxLength: size.locations }));
  return fc
    .tuple(codes, settingOf(size.days))
    .chain(([locations, setting]) =>
      fc.tuple(
        fc.constant({ locations, setting }),
        shipmentOf(size, locations),
        settingsOf(setting),
        mostly(true, 3),
      ),
    )
    .chain(([{ locations, setting }, shipment, settings, isCovered]) => {
      const demand = new Map<string, number>();
      for (const { productCode, quantity } of shipment.items) {
        demand.set(productCode, (demand.get(productCode) ?? 0) + quantity);
      }
      return stockOf(size, locations, setting, demand, isCovered).map((stock) => ({
        asOf: setting.asOf,
        timeZone: setting.timeZone,
        settings,
        shipment,
        ...stock,
        limits: { timeLimitMs: TIME_LIMIT_MS },
        explain: 'full' as const,
      }));
    });
}

/** The same requests with some settings fixed. */
export function requestWith(
  sizeName: SizeName,
  fixed: Partial<Settings>,
): fc.Arbitrary<OptimizeRequestInput> {
  return optimizeRequest(sizeName).map((request) => ({
    ...request,
    settings: { ...request.settings, ...fixed },
  }));
}

/** The same request with every group shipped independently. */
export const withoutGroupRules = (request: OptimizeRequestInput): OptimizeRequestInput => ({
  ...request,
  shipment: { ...request.shipment, itemDependencies: [] },
});

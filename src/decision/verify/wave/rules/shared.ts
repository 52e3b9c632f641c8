import { compareCodes, type ProductCode } from '../../../../domain/ids.ts';
import { coverDemands } from '../../max-flow.ts';
import { addTo } from '../../reading.ts';
import type { Finding } from '../../rule.ts';
import { mayTake } from '../../rules/eligibility.ts';
import { groupsShippedTogether } from '../../rules/groups.ts';
import { describeSource, type Source } from '../../sources.ts';
import type { DecisionReading, WaveReading, WaveRule } from '../reading.ts';

function* waveSourceOverdrawn({ decisions, taken }: WaveReading): Iterable<Finding> {
  const told = new Set<Source>();
  for (const { at, reading } of decisions) {
    for (const { path, source } of reading.takes) {
      if (source === null || told.has(source)) continue;
      const units = taken.get(source)!;
      if (units <= source.capacity) continue;
      told.add(source);
      yield {
        path: `decisions[${at}].${path}.quantity`,
        message: `all shipments together take ${units} units of ${describeSource(source)}, which can give ${source.capacity}`,
        expected: source.capacity,
        actual: units,
      };
    }
  }
}

/** Codes and days hold no line break. */
const shelfOf = ({ productCode, locationCode, day }: Source) => `${productCode}\n${locationCode}\n${day}`;

const idOf = ({ futureInventoryId }: Source) => futureInventoryId ?? '';

/** Of each location, product and day, the lot with the earliest id that is not used up. */
function firstUnused({ ground, taken }: WaveReading, products: Iterable<ProductCode>): Map<string, Source> {
  const first = new Map<string, Source>();
  for (const product of products) {
    for (const source of ground.sources.ofProduct(product)) {
      if (source.day === null || (taken.get(source) ?? 0) >= source.capacity) continue;
      const known = first.get(shelfOf(source));
      if (known === undefined || compareCodes(idOf(source), idOf(known)) < 0)
        first.set(shelfOf(source), source);
    }
  }
  return first;
}

function* waveLotOutOfTurn(reading: WaveReading): Iterable<Finding> {
  const newPlans = reading.decisions.filter(({ isKept }) => !isKept);
  const products = new Set<ProductCode>();
  for (const decision of newPlans) {
    for (const { source } of decision.reading.takes) {
      if (source !== null && source.day !== null) products.add(source.productCode);
    }
  }
  const first = firstUnused(reading, products);
  for (const { at, reading: own } of newPlans) {
    for (const { path, source } of own.takes) {
      if (source === null || source.day === null) continue;
      const waiting = first.get(shelfOf(source));
      if (waiting === undefined || compareCodes(idOf(waiting), idOf(source)) >= 0) continue;
      yield {
        path: `decisions[${at}].${path}.futureInventoryId`,
        message: `${describeSource(waiting)} comes first and is not used up`,
        expected: waiting.futureInventoryId,
        actual: source.futureInventoryId,
      };
    }
  }
}

/** Units of one product that nobody took. */
interface Left {
  readonly sources: readonly { readonly source: Source; readonly units: number }[];
  readonly units: number;
}

/** What is left of each product, looked up once. */
class Leftovers {
  readonly #reading: WaveReading;
  readonly #known = new Map<ProductCode, Left>();

  constructor(reading: WaveReading) {
    this.#reading = reading;
  }

  of(product: ProductCode): Left {
    const known = this.#known.get(product);
    if (known !== undefined) return known;
    const { ground, taken } = this.#reading;
    const sources = ground.sources
      .ofProduct(product)
      .map((source) => ({ source, units: source.capacity - (taken.get(source) ?? 0) }))
      .filter(({ units }) => units > 0);
    const left = { sources, units: sources.reduce((sum, { units }) => sum + units, 0) };
    this.#known.set(product, left);
    return left;
  }
}

/** Whether what is left covers every line of a shipment. */
function isCovered({ reading }: DecisionReading, leftovers: Leftovers): boolean {
  const wanted = new Map<ProductCode, number>();
  for (const { productCode, quantity } of reading.managedLines) addTo(wanted, productCode, quantity);
  for (const [product, units] of wanted) if (leftovers.of(product).units < units) return false;
  for (const product of wanted.keys()) {
    const { sources } = leftovers.of(product);
    const lines = reading.managedLines.filter(({ productCode }) => productCode === product);
    const demands = lines.map((line) => ({
      quantity: line.quantity,
      sources: [...sources.keys()].filter((at) => mayTake(reading, line, sources[at]!.source)),
    }));
    const covered = coverDemands(
      demands,
      sources.map(({ units }) => units),
    );
    if (covered.some((units, line) => units < lines[line]!.quantity)) return false;
  }
  return true;
}

function* heldThoughCovered(reading: WaveReading): Iterable<Finding> {
  const { settings } = reading.wave;
  const isFree =
    settings.partialRelease === 'none' &&
    settings.objective.mode === 'lexicographic' &&
    settings.maxChildShipments === null &&
    settings.maxFulfillingLocations === null &&
    settings.maxSplitItemLocations === null;
  if (!isFree) return;
  const leftovers = new Leftovers(reading);
  for (const decision of reading.decisions) {
    const { at, reading: own, standing } = decision;
    if (own.plan.decision !== 'held' || groupsShippedTogether(own).size > 0) continue;
    if (!isCovered(decision, leftovers)) continue;
    yield {
      path: `decisions[${at}].decision`,
      message: `what is left over covers all lines of shipment ${standing.shipment.shipmentNumber}`,
      expected: 'released',
      actual: 'held',
    };
  }
}

/** Every unit is given once, over all shipments. */
export const sharedRules: readonly WaveRule[] = [
  { code: 'WAVE_SOURCE_OVERDRAWN', check: waveSourceOverdrawn },
  { code: 'WAVE_LOT_OUT_OF_TURN', check: waveLotOutOfTurn },
];

/** Signs of a wave that is not as good as it could be. */
export const signRules: readonly WaveRule[] = [{ code: 'HELD_THOUGH_COVERED', check: heldThoughCovered }];

import { compareCodes } from '../../../domain/ids.ts';
import type { PlanReading } from '../reading.ts';
import type { Finding, Rule } from '../rule.ts';
import { describeSource, type Source } from '../sources.ts';

const idOf = ({ futureInventoryId }: Source) => futureInventoryId ?? '';

/** Codes and days hold no line break. */
const shelfOf = ({ productCode, locationCode, day }: Source) => `${productCode}\n${locationCode}\n${day}`;

const ofLot = (source: Source | null): source is Source => source !== null && source.day !== null;

/** Of each location, product and day that the plan takes lots of, the lot with the earliest id that is not used up. */
function firstUnused({ takes, taken, sources }: PlanReading): Map<string, Source> {
  const lots = takes.map(({ source }) => source).filter(ofLot);
  const locations = new Set(lots.map(({ locationCode }) => locationCode));
  const first = new Map<string, Source>();
  for (const productCode of new Set(lots.map((lot) => lot.productCode))) {
    for (const source of sources.ofProduct(productCode)) {
      if (source.day === null || !locations.has(source.locationCode)) continue;
      if ((taken.get(source) ?? 0) >= source.capacity) continue;
      const known = first.get(shelfOf(source));
      if (known === undefined || compareCodes(idOf(source), idOf(known)) < 0) {
        first.set(shelfOf(source), source);
      }
    }
  }
  return first;
}

function* lotOutOfTurn(reading: PlanReading): Iterable<Finding> {
  const first = firstUnused(reading);
  const told = new Set<Source>();
  for (const { path, source } of reading.takes) {
    if (!ofLot(source) || told.has(source)) continue;
    told.add(source);
    const waiting = first.get(shelfOf(source));
    if (waiting === undefined || compareCodes(idOf(waiting), idOf(source)) >= 0) continue;
    yield {
      path: `${path}.futureInventoryId`,
      message: `${describeSource(waiting)} comes first and is not used up`,
      expected: waiting.futureInventoryId,
      actual: source.futureInventoryId,
    };
  }
}

/** Lots of one location, product and day are used in the order of their ids. */
export const lotRules: readonly Rule[] = [{ code: 'LOT_OUT_OF_TURN', check: lotOutOfTurn }];

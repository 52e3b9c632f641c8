import type { PlanReading } from './reading.ts';
import type { Finding, Rule } from './rule.ts';
import { describeSource, type Source } from './sources.ts';

const isSamePlace = (a: Source, b: Source): boolean => a.locationCode === b.locationCode && a.day === b.day;

function* lotOutOfTurn({ takes, taken, sources }: PlanReading): Iterable<Finding> {
  const told = new Set<Source>();
  for (const { path, source } of takes) {
    if (source === null || source.day === null || told.has(source)) continue;
    told.add(source);
    const siblings = sources.ofProduct(source.productCode).filter((other) => isSamePlace(other, source));
    const waiting = siblings
      .slice(0, siblings.indexOf(source))
      .find((earlier) => (taken.get(earlier) ?? 0) < earlier.capacity);
    if (waiting === undefined) continue;
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

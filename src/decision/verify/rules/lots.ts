import { compareCodes } from '../../../domain/ids.ts';
import type { PlanReading } from '../reading.ts';
import type { Finding, Rule } from '../rule.ts';
import { describeSource, type Source } from '../sources.ts';

/** Another lot of the same location, product and day with an earlier id. */
const precedes = (other: Source, source: Source): boolean =>
  other.locationCode === source.locationCode &&
  other.day === source.day &&
  compareCodes(other.futureInventoryId ?? '', source.futureInventoryId ?? '') < 0;

function* lotOutOfTurn({ takes, taken, sources }: PlanReading): Iterable<Finding> {
  const told = new Set<Source>();
  for (const { path, source } of takes) {
    if (source === null || source.day === null || told.has(source)) continue;
    told.add(source);
    const waiting = sources
      .ofProduct(source.productCode)
      .find((other) => precedes(other, source) && (taken.get(other) ?? 0) < other.capacity);
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

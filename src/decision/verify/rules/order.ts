import type { Allocation, ChildShipment } from '../../../domain/decision.ts';
import { compareCodes } from '../../../domain/ids.ts';
import type { PlanReading } from '../reading.ts';
import type { Finding, Rule } from '../rule.ts';

/** Reports each entry that stands after one it should precede; equal entries are another rule's matter. */
function* outOfOrder<T>(
  base: string,
  list: readonly T[],
  compare: (a: T, b: T) => number,
  nameOf: (entry: T) => unknown,
  order: string,
): Iterable<Finding> {
  for (const [index, entry] of list.entries()) {
    const before = list[index - 1];
    if (before === undefined || compare(before, entry) <= 0) continue;
    yield {
      path: `${base}[${index}]`,
      message: `${base} stand in the order of ${order}`,
      expected: [nameOf(entry), nameOf(before)],
      actual: [nameOf(before), nameOf(entry)],
    };
  }
}

/** READY first, then by date, then by location code. */
const byWrittenOrder = (a: ChildShipment, b: ChildShipment): number =>
  compareCodes(a.futureDate ?? '', b.futureDate ?? '') ||
  compareCodes(a.fulfillmentLocationCode ?? '', b.fulfillmentLocationCode ?? '');

const bySource = (a: Allocation, b: Allocation): number =>
  a.lineId - b.lineId || compareCodes(a.futureInventoryId ?? '', b.futureInventoryId ?? '');

function childrenOrder({ plan }: PlanReading): Iterable<Finding> {
  const name = ({ fulfillmentLocationCode, futureDate }: ChildShipment) => ({
    fulfillmentLocationCode,
    futureDate,
  });
  return outOfOrder('children', plan.children, byWrittenOrder, name, 'current first, date, location code');
}

function* itemsOrder({ plan }: PlanReading): Iterable<Finding> {
  for (const [c, { items }] of plan.children.entries()) {
    const base = `children[${c}].items`;
    yield* outOfOrder(
      base,
      items,
      (a, b) => a.lineId - b.lineId,
      ({ lineId }) => lineId,
      'lineId',
    );
  }
}

function* allocationsOrder({ plan }: PlanReading): Iterable<Finding> {
  const name = ({ lineId, futureInventoryId }: Allocation) => ({
    lineId,
    futureInventoryId,
  });
  for (const [c, { allocations }] of plan.children.entries()) {
    yield* outOfOrder(`children[${c}].allocations`, allocations, bySource, name, 'lineId, then lot id');
  }
}

/** The same plan is always written the same way. */
export const orderRules: readonly Rule[] = [
  { code: 'CHILDREN_ORDER', check: childrenOrder },
  { code: 'ITEMS_ORDER', check: itemsOrder },
  { code: 'ALLOCATIONS_ORDER', check: allocationsOrder },
];

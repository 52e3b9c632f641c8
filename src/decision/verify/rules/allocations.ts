import type { LineId } from '../../../domain/ids.ts';
import { addTo, type PlanReading } from '../reading.ts';
import type { Finding, Rule } from '../rule.ts';

function* allocationOfWrongKind({ takes }: PlanReading): Iterable<Finding> {
  for (const { path, child, allocation } of takes) {
    if ((allocation.futureInventoryId === null) === (child.futureDate === null)) continue;
    yield {
      path: `${path}.futureInventoryId`,
      message:
        child.futureDate === null
          ? 'a child without a date takes current stock only'
          : `a child dated ${child.futureDate} takes lots of that day only`,
      expected: child.futureDate === null ? null : 'the id of a lot',
      actual: allocation.futureInventoryId,
    };
  }
}

function* allocationTwice({ plan }: PlanReading): Iterable<Finding> {
  for (const [c, child] of plan.children.entries()) {
    const seen = new Set<string>();
    for (const [a, { lineId, futureInventoryId }] of child.allocations.entries()) {
      const key = `${lineId}${futureInventoryId === null ? '' : ` ${futureInventoryId}`}`;
      if (seen.has(key)) {
        yield {
          path: `children[${c}].allocations[${a}]`,
          message: `line ${lineId} takes from ${futureInventoryId ?? 'current stock'} twice in one child`,
          expected: 'one allocation for each line and source',
          actual: { lineId, futureInventoryId },
        };
      }
      seen.add(key);
    }
  }
}

function* itemsNotAllocated({ plan, lines }: PlanReading): Iterable<Finding> {
  for (const [c, child] of plan.children.entries()) {
    const items = new Map<LineId, number>();
    const allocations = new Map<LineId, number>();
    for (const item of child.items) addTo(items, item.lineId, item.quantity);
    for (const allocation of child.allocations) addTo(allocations, allocation.lineId, allocation.quantity);
    for (const lineId of new Set([...items.keys(), ...allocations.keys()])) {
      if (lines.get(lineId)?.manageStock === false) continue;
      const expected = allocations.get(lineId) ?? 0;
      const actual = items.get(lineId) ?? 0;
      if (expected === actual) continue;
      yield {
        path: `children[${c}].items`,
        message: `line ${lineId}: the items say ${actual} units, the allocations give ${expected}`,
        expected,
        actual,
      };
    }
  }
}

function* unstockedLineAllocated({ takes }: PlanReading): Iterable<Finding> {
  for (const { path, line, allocation } of takes) {
    if (line === null || line.manageStock) continue;
    yield {
      path,
      message: `line ${line.lineId} (${line.productCode}) needs no stock and takes none`,
      expected: null,
      actual: allocation.quantity,
    };
  }
}

/** Every item of a line that needs stock says where its units come from. */
export const allocationRules: readonly Rule[] = [
  { code: 'ALLOCATION_OF_WRONG_KIND', check: allocationOfWrongKind },
  { code: 'ALLOCATION_TWICE', check: allocationTwice },
  { code: 'ITEMS_NOT_ALLOCATED', check: itemsNotAllocated },
  { code: 'UNSTOCKED_LINE_ALLOCATED', check: unstockedLineAllocated },
];

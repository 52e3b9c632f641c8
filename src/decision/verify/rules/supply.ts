import type { PlanReading } from '../reading.ts';
import type { Finding, Rule } from '../rule.ts';
import { describeSource } from '../sources.ts';

function* currentRowUnknown({ takes }: PlanReading): Iterable<Finding> {
  for (const { path, child, allocation, line, source } of takes) {
    if (line === null || source !== null || allocation.futureInventoryId !== null) continue;
    yield {
      path,
      message: `no current stock of ${line.productCode} is known at ${child.fulfillmentLocationCode}`,
      expected: 0,
      actual: allocation.quantity,
    };
  }
}

function* lotUnknown({ takes, sources }: PlanReading): Iterable<Finding> {
  for (const { path, child, allocation, line, source } of takes) {
    const id = allocation.futureInventoryId;
    if (line === null || source !== null || id === null) continue;
    const { fulfillmentLocationCode: location, futureDate } = child;
    const here = sources
      .ofProduct(line.productCode)
      .filter((other) => other.locationCode === location && other.day !== null && other.day === futureDate);
    yield {
      path: `${path}.futureInventoryId`,
      message: `no lot ${id} of ${line.productCode} is known at ${location} on ${futureDate ?? 'no date'}`,
      expected: here.map((lot) => lot.futureInventoryId),
      actual: id,
    };
  }
}

function* sourceOverdrawn({ takes, taken }: PlanReading): Iterable<Finding> {
  const told = new Set();
  for (const { path, source } of takes) {
    if (source === null || told.has(source)) continue;
    const units = taken.get(source) ?? 0;
    if (units <= source.capacity) continue;
    told.add(source);
    yield {
      path: `${path}.quantity`,
      message: `the plan takes ${units} units of ${describeSource(source)}, which can give ${source.capacity}`,
      expected: source.capacity,
      actual: units,
    };
  }
}

/** Every unit exists, and is taken once over all lines and children. */
export const supplyRules: readonly Rule[] = [
  { code: 'CURRENT_ROW_UNKNOWN', check: currentRowUnknown },
  { code: 'LOT_UNKNOWN', check: lotUnknown },
  { code: 'SOURCE_OVERDRAWN', check: sourceOverdrawn },
];

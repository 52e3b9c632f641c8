import type { ItemQuantity } from '../../domain/decision.ts';
import type { PlanReading } from './reading.ts';
import type { Finding, Rule } from './rule.ts';

interface Named<T> {
  readonly path: string;
  readonly value: T;
}

/** Every entry of the plan that names a line and its product. */
function* itemsOf({ plan }: PlanReading): Iterable<Named<ItemQuantity>> {
  for (const [c, child] of plan.children.entries()) {
    for (const [i, value] of child.items.entries()) yield { path: `children[${c}].items[${i}]`, value };
  }
  for (const [i, value] of plan.remainder.entries()) yield { path: `remainder[${i}]`, value };
}

function* shipmentDiffers({ snapshot, plan }: PlanReading): Iterable<Finding> {
  const expected = snapshot.shipment.shipmentNumber;
  if (plan.shipmentNumber === expected) return;
  yield {
    path: 'shipmentNumber',
    message: `the plan is for shipment ${plan.shipmentNumber}, the problem is shipment ${expected}`,
    expected,
    actual: plan.shipmentNumber,
  };
}

function* lineUnknown(reading: PlanReading): Iterable<Finding> {
  const named = [
    ...itemsOf(reading),
    ...reading.takes.map(({ path, allocation }) => ({
      path,
      value: allocation,
    })),
  ];
  for (const { path, value } of named) {
    if (reading.lines.has(value.lineId)) continue;
    yield {
      path: `${path}.lineId`,
      message: `the shipment has no line ${value.lineId}`,
      expected: [...reading.lines.keys()],
      actual: value.lineId,
    };
  }
}

function* productDiffers(reading: PlanReading): Iterable<Finding> {
  for (const { path, value } of itemsOf(reading)) {
    const line = reading.lines.get(value.lineId);
    if (line === undefined || line.productCode === value.productCode) continue;
    yield {
      path: `${path}.productCode`,
      message: `line ${line.lineId} wants ${line.productCode}, not ${value.productCode}`,
      expected: line.productCode,
      actual: value.productCode,
    };
  }
}

function* quantityNotWhole(reading: PlanReading): Iterable<Finding> {
  const named = [
    ...itemsOf(reading),
    ...reading.takes.map(({ path, allocation }) => ({
      path,
      value: allocation,
    })),
  ];
  for (const { path, value } of named) {
    if (Number.isInteger(value.quantity) && value.quantity >= 1) continue;
    yield {
      path: `${path}.quantity`,
      message: `${value.quantity} is not a whole number of units, 1 or more`,
      expected: 'an integer, 1 or more',
      actual: value.quantity,
    };
  }
}

/** The plan speaks of this shipment, its lines and their products, in whole units. */
export const lineRules: readonly Rule[] = [
  { code: 'SHIPMENT_DIFFERS', check: shipmentDiffers },
  { code: 'LINE_UNKNOWN', check: lineUnknown },
  { code: 'PRODUCT_DIFFERS', check: productDiffers },
  { code: 'QUANTITY_NOT_WHOLE', check: quantityNotWhole },
];

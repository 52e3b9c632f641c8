import type { ItemQuantity } from '../../../domain/decision.ts';
import type { PlanReading } from '../reading.ts';
import type { Finding, Rule } from '../rule.ts';

interface Named<T> {
  readonly path: string;
  readonly value: T;
}

/** Every entry of the plan that names a line and its product, of which `isWrong` holds. */
function* itemsThat(
  { plan }: PlanReading,
  isWrong: (item: ItemQuantity) => boolean,
): Iterable<Named<ItemQuantity>> {
  for (const [c, child] of plan.children.entries()) {
    for (let i = 0; i < child.items.length; i++) {
      const value = child.items[i]!;
      if (isWrong(value)) yield { path: `children[${c}].items[${i}]`, value };
    }
  }
  for (const [i, value] of plan.remainder.entries()) {
    if (isWrong(value)) yield { path: `remainder[${i}]`, value };
  }
}

/** What items, remainder and allocations have in common. */
type Entry = Pick<ItemQuantity, 'lineId' | 'quantity'>;

/** Every entry of the plan that names a line, of which `isWrong` holds. */
function* entriesThat(reading: PlanReading, isWrong: (entry: Entry) => boolean): Iterable<Named<Entry>> {
  yield* itemsThat(reading, isWrong);
  for (const { path, allocation } of reading.takes) {
    if (isWrong(allocation)) yield { path, value: allocation };
  }
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
  for (const { path, value } of entriesThat(reading, ({ lineId }) => !reading.lines.has(lineId))) {
    yield {
      path: `${path}.lineId`,
      message: `the shipment has no line ${value.lineId}`,
      expected: [...reading.lines.keys()],
      actual: value.lineId,
    };
  }
}

function* productDiffers(reading: PlanReading): Iterable<Finding> {
  const wanted = ({ lineId }: ItemQuantity) => reading.lines.get(lineId)?.productCode;
  const differs = (item: ItemQuantity) => (wanted(item) ?? item.productCode) !== item.productCode;
  for (const { path, value } of itemsThat(reading, differs)) {
    yield {
      path: `${path}.productCode`,
      message: `line ${value.lineId} wants ${wanted(value)}, not ${value.productCode}`,
      expected: wanted(value),
      actual: value.productCode,
    };
  }
}

function* quantityNotWhole(reading: PlanReading): Iterable<Finding> {
  const isNotWhole = ({ quantity }: Entry) => !Number.isInteger(quantity) || quantity < 1;
  for (const { path, value } of entriesThat(reading, isNotWhole)) {
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

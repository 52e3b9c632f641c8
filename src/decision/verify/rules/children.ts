import type { LineId } from '../../../domain/ids.ts';
import type { PlanReading } from '../reading.ts';
import type { Finding, Rule } from '../rule.ts';
import { groupsShippedTogether } from './groups.ts';

function* childEmpty({ plan }: PlanReading): Iterable<Finding> {
  for (const [index, child] of plan.children.entries()) {
    if (child.items.length > 0) continue;
    yield {
      path: `children[${index}].items`,
      message: 'a child holds at least one item',
      expected: 'at least one item',
      actual: [],
    };
  }
}

function* childWithoutStock({ plan, managedLines }: PlanReading): Iterable<Finding> {
  if (managedLines.length === 0) return;
  for (const [index, child] of plan.children.entries()) {
    if (child.allocations.length > 0) continue;
    yield {
      path: `children[${index}].allocations`,
      message: 'a child exists only for the stock it sends',
      expected: 'at least one allocation',
      actual: [],
    };
  }
}

function* childLocationMissing({ plan, managedLines }: PlanReading): Iterable<Finding> {
  if (managedLines.length === 0) return;
  for (const [index, child] of plan.children.entries()) {
    if (child.fulfillmentLocationCode !== null) continue;
    yield {
      path: `children[${index}].fulfillmentLocationCode`,
      message: 'stock is sent from a location',
      expected: 'a location code',
      actual: null,
    };
  }
}

function* unstockedShipmentShape({ plan, managedLines }: PlanReading): Iterable<Finding> {
  if (managedLines.length > 0 || plan.children.length === 0) return;
  const shape = plan.children.map(({ shipmentStatus, fulfillmentLocationCode, futureDate }) => ({
    shipmentStatus,
    fulfillmentLocationCode,
    futureDate,
  }));
  const [only] = shape;
  const isReady = only?.shipmentStatus === 'READY' && only.futureDate === null;
  if (shape.length === 1 && isReady && only.fulfillmentLocationCode === null) return;
  yield {
    path: 'children',
    message: 'no line needs stock: the shipment is READY where it is, in one child without a location',
    expected: [
      {
        shipmentStatus: 'READY',
        fulfillmentLocationCode: null,
        futureDate: null,
      },
    ],
    actual: shape,
  };
}

function* packageTwice({ plan }: PlanReading): Iterable<Finding> {
  const first = new Map<string, number>();
  for (const [index, { fulfillmentLocationCode, futureDate }] of plan.children.entries()) {
    const key = `${futureDate} ${fulfillmentLocationCode === null ? '' : `@${fulfillmentLocationCode}`}`;
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, index);
      continue;
    }
    yield {
      path: `children[${index}]`,
      message: `children[${earlier}] already is the child of ${fulfillmentLocationCode} ${futureDate ?? 'for current stock'}`,
      expected: 'one child for each location and date',
      actual: { fulfillmentLocationCode, futureDate },
    };
  }
}

function* itemTwice({ plan }: PlanReading): Iterable<Finding> {
  for (const [c, child] of plan.children.entries()) {
    const seen = new Set<LineId>();
    for (const [i, { lineId }] of child.items.entries()) {
      if (seen.has(lineId)) {
        yield {
          path: `children[${c}].items[${i}]`,
          message: `line ${lineId} stands twice in one child's items`,
          expected: 'one item for each line',
          actual: lineId,
        };
      }
      seen.add(lineId);
    }
  }
}

function* unstockedLineNotFirst(reading: PlanReading): Iterable<Finding> {
  const { plan, lines } = reading;
  // Lines of a group that is shipped together are KITS_APART's.
  const withKits = new Set([...groupsShippedTogether(reading).values()].flat());
  for (const [c, child] of plan.children.entries()) {
    if (c === 0) continue;
    for (const [i, { lineId }] of child.items.entries()) {
      const line = lines.get(lineId);
      if (line === undefined || line.manageStock || withKits.has(line)) continue;
      yield {
        path: `children[${c}].items[${i}]`,
        message: `line ${lineId} needs no stock and travels with the first child`,
        expected: 'children[0]',
        actual: `children[${c}]`,
      };
    }
  }
}

/** One child is one package: a location and a date, with something of stock in it. */
export const childRules: readonly Rule[] = [
  { code: 'CHILD_EMPTY', check: childEmpty },
  { code: 'CHILD_WITHOUT_STOCK', check: childWithoutStock },
  { code: 'CHILD_LOCATION_MISSING', check: childLocationMissing },
  { code: 'UNSTOCKED_SHIPMENT_SHAPE', check: unstockedShipmentShape },
  { code: 'PACKAGE_TWICE', check: packageTwice },
  { code: 'ITEM_TWICE', check: itemTwice },
  { code: 'UNSTOCKED_LINE_NOT_FIRST', check: unstockedLineNotFirst },
];

import type { Plan } from '../../../src/domain/decision.ts';
import type { OptimizeRequestInput } from '../../../src/domain/optimize-request.ts';
import { type Breach, changed, mixed } from './breaches.ts';
import {
  byLinePlan,
  byQuantityPlan,
  mixedPlan,
  mixedProblem,
  shortProblem,
  unstockedPlan,
  unstockedProblem,
} from './plans.ts';

const breach = (
  claim: string,
  codes: string[],
  problem: OptimizeRequestInput,
  plan: Plan,
  change: (plan: Plan) => void = () => {},
): Breach => ({ claim, codes, problem, plan: changed(plan, change) });

const grouped = (problem: OptimizeRequestInput, lineIds: number[]): OptimizeRequestInput => ({
  ...problem,
  shipment: {
    ...problem.shipment,
    items: problem.shipment.items.map((line) =>
      lineIds.includes(line.lineId as number) ? { ...line, itemDependency: 'kit' } : line,
    ),
  },
});

export const demandBreaches: readonly Breach[] = [
  mixed('a child dropped', ['LINE_NOT_FILLED', 'DECISION_DIFFERS', 'OBJECTIVE_VALUE_DIFFERS'], (plan) =>
    plan.children.splice(1, 1),
  ),
  mixed(
    'a unit too many',
    ['LINE_NOT_FILLED', 'DECISION_DIFFERS', 'OBJECTIVE_VALUE_DIFFERS'],
    ({ children: [, child] }) => {
      child!.items[0]!.quantity += 1;
      child!.allocations[0]!.quantity += 1;
    },
  ),
  mixed('a line that needs no stock left out', ['LINE_NOT_FILLED', 'DECISION_DIFFERS'], (plan) => {
    plan.children[0]!.items.pop();
  }),
  breach(
    'part of a line in release by line',
    ['LINE_PARTLY_RELEASED'],
    shortProblem('line'),
    byQuantityPlan(),
  ),
  breach(
    'more than a line wants in release by quantity',
    ['LINE_OVERFILLED', 'OBJECTIVE_VALUE_DIFFERS'],
    {
      ...shortProblem('quantity'),
      inventory: [
        { locationCode: 'A', productCode: 'KTP', available: 7 },
        { locationCode: 'A', productCode: 'KTP2', available: 4 },
      ],
    },
    byQuantityPlan(),
    (plan) => {
      plan.children[0]!.items[1]!.quantity = 4;
      plan.children[0]!.allocations[1]!.quantity = 4;
    },
  ),
  breach(
    'lines kept together of which one goes whole and the other in part',
    ['KITS_NOT_WHOLE'],
    grouped(shortProblem('quantity'), [1, 2]),
    byQuantityPlan(),
  ),
  breach(
    'lines shipped together of which each child holds another',
    ['KITS_APART'],
    changed(grouped(mixedProblem, [1, 2]), (problem) => {
      problem.shipment.itemDependencies = [{ itemDependency: 'kit', ship: 'together' }];
    }),
    mixedPlan(),
  ),
  breach(
    'a line without stock that goes although its group stays',
    ['GROUP_PARTLY_RELEASED'],
    grouped(shortProblem('line'), [1, 3]),
    byLinePlan(),
  ),
  breach(
    'a line that needs no stock left behind',
    ['UNSTOCKED_LINE_LEFT'],
    shortProblem('line'),
    byLinePlan(),
    (plan) => {
      plan.children[0]!.items.pop();
      plan.remainder.push({ lineId: 3, productCode: 'CARD', quantity: 1 } as never);
    },
  ),
  breach(
    'a unit lost between children and remainder',
    ['REMAINDER_DIFFERS'],
    shortProblem('quantity'),
    byQuantityPlan(),
    (plan) => {
      plan.remainder[0]!.quantity = 2;
    },
  ),
  mixed('a remainder of a full release', ['REMAINDER_DIFFERS'], (plan) => {
    plan.remainder.push({ lineId: 1, productCode: 'KTP', quantity: 1 } as never);
  }),
  breach(
    'a remainder that names a line twice',
    ['REMAINDER_ORDER'],
    shortProblem('quantity'),
    byQuantityPlan(),
    (plan) => {
      plan.remainder[0]!.quantity = 2;
      plan.remainder.push({ ...plan.remainder[0]!, quantity: 1 });
    },
  ),
  breach(
    'a remainder that does not stand by lineId',
    ['REMAINDER_ORDER'],
    grouped(shortProblem('line'), [1, 3]),
    byLinePlan(),
    (plan) => {
      plan.children[0]!.items.pop();
      plan.remainder.unshift({ lineId: 3, productCode: 'CARD', quantity: 1 } as never);
    },
  ),
];

export const childBreaches: readonly Breach[] = [
  mixed(
    'a child with nothing in it',
    ['CHILD_EMPTY', 'CHILD_WITHOUT_STOCK', 'OBJECTIVE_VALUE_DIFFERS'],
    (plan) => {
      const empty = { ...plan.children[2]!, futureDate: '2026-05-12' as never, items: [], allocations: [] };
      plan.children.push(empty);
    },
  ),
  mixed(
    'a child that only carries what needs no stock',
    ['CHILD_WITHOUT_STOCK', 'OBJECTIVE_VALUE_DIFFERS'],
    (plan) => {
      const [card] = plan.children[0]!.items.splice(1, 1);
      const { fulfillmentLocationCode, ...rest } = plan.children[0]!;
      plan.children.unshift({
        ...rest,
        fulfillmentLocationCode: '0' as typeof fulfillmentLocationCode,
        items: [card!],
        allocations: [],
      });
    },
  ),
  mixed(
    'stock from nowhere',
    ['CURRENT_ROW_UNKNOWN', 'CHILD_LOCATION_MISSING', 'CHILDREN_ORDER', 'OBJECTIVE_VALUE_DIFFERS'],
    (plan) => {
      plan.children[1]!.fulfillmentLocationCode = null;
    },
  ),
  breach(
    'a shipment that needs no stock sent from a location',
    ['UNSTOCKED_SHIPMENT_SHAPE'],
    unstockedProblem,
    unstockedPlan(),
    (plan) => {
      plan.children[0]!.fulfillmentLocationCode = 'A' as never;
    },
  ),
  breach(
    'a shipment that needs no stock in two children',
    ['SHIPMENT_STATUS_DIFFERS', 'UNSTOCKED_SHIPMENT_SHAPE', 'PACKAGE_TWICE', 'UNSTOCKED_LINE_NOT_FIRST'],
    unstockedProblem,
    unstockedPlan(),
    (plan) => {
      const [, second] = plan.children[0]!.items.splice(0, 2, plan.children[0]!.items[0]!);
      plan.children.push({ ...plan.children[0]!, items: [second!] });
    },
  ),
  mixed('two children of one location and date', ['PACKAGE_TWICE', 'OBJECTIVE_VALUE_DIFFERS'], (plan) => {
    const child = plan.children[1]!;
    child.items[0]!.quantity = 3;
    child.allocations[0]!.quantity = 3;
    const rest = structuredClone(child);
    rest.items[0]!.quantity = 1;
    rest.allocations[0]!.quantity = 1;
    plan.children.splice(2, 0, rest);
  }),
  mixed('a line twice in one child', ['ITEM_TWICE'], ({ children: [, child] }) => {
    child!.items[0]!.quantity = 3;
    child!.items.push({ ...child!.items[0]!, quantity: 1 });
  }),
  mixed('a line that needs no stock in a later child', ['UNSTOCKED_LINE_NOT_FIRST'], ({ children }) => {
    children[1]!.items.push(children[0]!.items.pop()!);
  }),
];

export const allocationBreaches: readonly Breach[] = [
  mixed(
    'current stock in a dated child',
    ['SOURCE_OVERDRAWN', 'ALLOCATION_OF_WRONG_KIND', 'OBJECTIVE_VALUE_DIFFERS'],
    (plan) => {
      plan.children[2]!.allocations = [{ lineId: 1, quantity: 3, futureInventoryId: null } as never];
    },
  ),
  mixed(
    'a lot in a child without a date',
    ['LOT_UNKNOWN', 'ALLOCATION_OF_WRONG_KIND', 'OBJECTIVE_VALUE_DIFFERS'],
    (plan) => {
      plan.children[0]!.allocations[0]!.futureInventoryId = 'po-2' as never;
    },
  ),
  mixed('one lot twice for one line', ['ALLOCATION_TWICE'], (plan) => {
    const child = plan.children[2]!;
    child.allocations = [
      { lineId: 1, quantity: 1, futureInventoryId: 'po-1' },
      { lineId: 1, quantity: 1, futureInventoryId: 'po-1' },
      { lineId: 1, quantity: 1, futureInventoryId: 'po-2' },
    ] as never;
  }),
  mixed(
    'an item that says more than its allocations',
    ['LINE_NOT_FILLED', 'DECISION_DIFFERS', 'ITEMS_NOT_ALLOCATED', 'OBJECTIVE_VALUE_DIFFERS'],
    (plan) => {
      plan.children[1]!.items[0]!.quantity += 1;
    },
  ),
  mixed('an allocation given to another line', ['CURRENT_ROW_UNKNOWN', 'ITEMS_NOT_ALLOCATED'], (plan) => {
    plan.children[1]!.allocations[0]!.lineId = 1 as never;
  }),
  mixed(
    'an allocation for a line that needs no stock',
    ['CURRENT_ROW_UNKNOWN', 'UNSTOCKED_LINE_ALLOCATED'],
    (plan) => {
      plan.children[0]!.allocations.push({ lineId: 3, quantity: 2, futureInventoryId: null } as never);
    },
  ),
  mixed('a later lot while an earlier one has units left', ['LOT_OUT_OF_TURN'], (plan) => {
    plan.children[2]!.allocations[0]!.quantity = 1;
    plan.children[2]!.allocations[1]!.quantity = 2;
  }),
  mixed('children in another order', ['UNSTOCKED_LINE_NOT_FIRST', 'CHILDREN_ORDER'], (plan) => {
    plan.children = [plan.children[1]!, plan.children[0]!, plan.children[2]!];
  }),
  mixed('items in another order', ['ITEMS_ORDER'], (plan) => {
    plan.children[0]!.items.reverse();
  }),
  mixed('allocations in another order', ['ALLOCATIONS_ORDER'], (plan) => {
    plan.children[2]!.allocations.reverse();
  }),
];

import type { Plan } from '../../../src/domain/decision.ts';
import type { OptimizeRequestInput } from '../../../src/domain/optimize-request.ts';
import {
  byLinePlan,
  byQuantityPlan,
  heldPlan,
  mixedPlan,
  mixedProblem,
  shortProblem,
  unstockedPlan,
  unstockedProblem,
} from './plans.ts';

/** A problem, a plan for it, and exactly the rules that the plan breaks. */
export interface Breach {
  readonly claim: string;
  readonly problem: OptimizeRequestInput;
  readonly plan: Plan;
  readonly codes: readonly string[];
}

/** A copy with something changed. */
export function changed<T>(value: T, change: (draft: T) => void): T {
  const draft = structuredClone(value);
  change(draft);
  return draft;
}

/** The mixed plan with something changed, for the problem it was made for. */
export const mixed = (claim: string, codes: string[], change: (plan: Plan) => void): Breach => ({
  claim,
  codes,
  problem: mixedProblem,
  plan: changed(mixedPlan(), change),
});

/** The mixed plan, faultless in itself, for a problem in which something is not as the plan needs it. */
const otherwise = (
  claim: string,
  codes: string[],
  change: (problem: OptimizeRequestInput) => void,
): Breach => ({ claim, codes, problem: changed(mixedProblem, change), plan: mixedPlan() });

export const lineBreaches: readonly Breach[] = [
  mixed('a plan for another shipment', ['SHIPMENT_DIFFERS'], (plan) => {
    plan.shipmentNumber = 1002 as never;
  }),
  mixed(
    'an item of a line that the shipment does not have',
    ['LINE_UNKNOWN', 'ITEMS_NOT_ALLOCATED'],
    (plan) => {
      plan.children[1]!.items.push({ ...plan.children[1]!.items[0]!, lineId: 9 as never });
    },
  ),
  mixed('an item of another product than its line wants', ['PRODUCT_DIFFERS'], (plan) => {
    plan.children[1]!.items[0]!.productCode = 'KTP' as never;
  }),
  mixed(
    'half a unit',
    ['QUANTITY_NOT_WHOLE', 'LINE_NOT_FILLED', 'DECISION_DIFFERS', 'OBJECTIVE_VALUE_DIFFERS'],
    (plan) => {
      plan.children[1]!.items[0]!.quantity = 3.5;
      plan.children[1]!.allocations[0]!.quantity = 3.5;
    },
  ),
];

type ExclusionList = 'excludedLocationCodes' | 'excludedFutureLocationCodes';

const exclude = (list: ExclusionList, code: string) => (problem: OptimizeRequestInput) => {
  problem.shipment.items[0]![list] = [code];
};

export const eligibilityBreaches: readonly Breach[] = [
  mixed(
    'a child at a location that nobody knows',
    ['LOCATION_UNKNOWN', 'CURRENT_ROW_UNKNOWN', 'OBJECTIVE_VALUE_DIFFERS'],
    (plan) => {
      plan.children[1]!.fulfillmentLocationCode = 'Q' as never;
    },
  ),
  otherwise('stock of a location that is not active', ['LOCATION_INACTIVE'], (problem) => {
    problem.locations![1]!.active = false;
  }),
  otherwise('stock of a location that does not ship', ['LOCATION_MAY_NOT_SHIP'], (problem) => {
    problem.locations![1]!.directShip = false;
  }),
  otherwise('a pickup fulfilled from another location as well', ['NOT_THE_PICKUP_LOCATION'], (problem) => {
    problem.shipment.shipmentType = 'BOPIS';
    problem.shipment.fulfillmentLocationCode = 'A';
  }),
  otherwise(
    'a pickup at a location without pickup',
    ['LOCATION_MAY_NOT_HAND_OVER', 'NOT_THE_PICKUP_LOCATION'],
    (problem) => {
      problem.shipment.shipmentType = 'BOPIS';
      problem.shipment.fulfillmentLocationCode = 'A';
      problem.locations![0]!.pickup = false;
    },
  ),
  otherwise(
    'stock of a location that the line excludes',
    ['LOCATION_EXCLUDED'],
    exclude('excludedLocationCodes', 'A'),
  ),
  otherwise(
    'a lot of a location that the line excludes for future inventory',
    ['FUTURE_LOCATION_EXCLUDED'],
    exclude('excludedFutureLocationCodes', 'A'),
  ),
  otherwise('current stock where it may not be used', ['CURRENT_NOT_ALLOWED'], (problem) => {
    problem.settings!.useCurrentInventory = false;
  }),
  otherwise('a lot with the site switch off', ['FUTURE_OFF_FOR_SITE'], (problem) => {
    problem.settings!.futureInventoryEnabled = false;
  }),
  otherwise('a lot with the product switch off', ['FUTURE_OFF_FOR_PRODUCT'], (problem) => {
    problem.shipment.items[0]!.allowsFutureAllocate = false;
  }),
  otherwise(
    'a lot that should have come yesterday',
    ['LOT_OVERDUE', 'OBJECTIVE_VALUE_DIFFERS'],
    (problem) => {
      problem.asOf = '2026-05-11T09:00:00Z';
    },
  ),
  otherwise('a lot one day after the limit', ['LOT_BEYOND_LIMIT'], (problem) => {
    problem.settings!.futureDateLimit = { unit: 'days', quantity: 8 };
  }),
];

export const supplyBreaches: readonly Breach[] = [
  otherwise('current stock that nobody has', ['CURRENT_ROW_UNKNOWN'], (problem) => {
    problem.inventory!.splice(1, 1);
  }),
  mixed('a lot that does not exist', ['LOT_UNKNOWN'], (plan) => {
    plan.children[2]!.allocations[1]!.futureInventoryId = 'po-9' as never;
  }),
  mixed('a lot of another day', ['LOT_UNKNOWN', 'OBJECTIVE_VALUE_DIFFERS'], (plan) => {
    plan.children[2]!.futureDate = '2026-05-11' as never;
  }),
  otherwise('a row drawn below nothing', ['SOURCE_OVERDRAWN'], (problem) => {
    problem.inventory![1]!.available = 3;
  }),
  otherwise('a row with less than nothing', ['SOURCE_OVERDRAWN'], (problem) => {
    problem.inventory![1]!.available = -9;
  }),
  otherwise('a lot drawn below nothing', ['SOURCE_OVERDRAWN'], (problem) => {
    problem.futureInventory![0]!.available = 1;
  }),
];

export const limitBreaches: readonly Breach[] = [
  otherwise('a second location where one is allowed', ['TOO_MANY_LOCATIONS'], (problem) => {
    problem.settings!.maxFulfillingLocations = 1;
  }),
  otherwise('a third child where two are allowed', ['TOO_MANY_CHILDREN'], (problem) => {
    problem.settings!.maxChildShipments = 2;
  }),
  {
    claim: 'a line over two locations where one is allowed',
    codes: ['LINE_SPLIT_TOO_FAR', 'OBJECTIVE_VALUE_DIFFERS'],
    problem: changed(mixedProblem, (problem) => {
      problem.settings!.maxSplitItemLocations = 1;
    }),
    plan: changed(mixedPlan(), (plan) => {
      const child = plan.children[2]!;
      child.fulfillmentLocationCode = 'B' as never;
      child.futureDate = '2026-05-20' as never;
      child.allocations = [{ lineId: 1, quantity: 3, futureInventoryId: 'po-3' }] as never;
    }),
  },
];

export const statusBreaches: readonly Breach[] = [
  mixed(
    'a release that is called held',
    ['DECISION_DIFFERS', 'SHIPMENT_STATUS_DIFFERS', 'OBJECTIVE_TIERS_DIFFER'],
    (plan) => {
      plan.decision = 'held';
    },
  ),
  {
    claim: 'a release that has no children',
    codes: ['LINE_NOT_FILLED', 'DECISION_DIFFERS'],
    problem: mixedProblem,
    plan: { ...mixedPlan(), children: [], objective: undefined },
  },
  {
    claim: 'part of a shipment where partial release is off',
    codes: ['LINE_NOT_FILLED', 'PARTIAL_RELEASE_OFF'],
    problem: shortProblem('none'),
    plan: byQuantityPlan(),
  },
  mixed('a mixed release that is called READY', ['SHIPMENT_STATUS_DIFFERS'], (plan) => {
    plan.shipmentStatus = 'READY';
  }),
  {
    claim: 'a single READY child whose parent is called REASSIGNED',
    codes: ['SHIPMENT_STATUS_DIFFERS'],
    problem: unstockedProblem,
    plan: { ...unstockedPlan(), shipmentStatus: 'REASSIGNED' },
  },
  mixed('a dated child that is called READY', ['CHILD_STATUS_DIFFERS'], (plan) => {
    plan.children[2]!.shipmentStatus = 'READY';
  }),
  mixed('an undated child that is called FUTURE', ['CHILD_STATUS_DIFFERS'], (plan) => {
    plan.children[0]!.shipmentStatus = 'FUTURE';
  }),
];

export const heldBreaches: readonly Breach[] = [
  {
    claim: 'a shipment held although stock covers it',
    codes: ['RELEASABLE_BUT_HELD'],
    problem: mixedProblem,
    plan: heldPlan(1001),
  },
  {
    claim: 'a shipment held in partial release although stock covers a unit',
    codes: ['RELEASABLE_BUT_HELD'],
    problem: shortProblem('quantity'),
    plan: heldPlan(7),
  },
  {
    claim: 'a shipment held although no line needs stock, whatever the limits',
    codes: ['RELEASABLE_BUT_HELD'],
    problem: { ...unstockedProblem, settings: { maxFulfillingLocations: 1 } },
    plan: heldPlan(8),
  },
  {
    claim: 'a held shipment that says what is left',
    codes: ['REMAINDER_DIFFERS'],
    problem: shortProblem('none'),
    plan: { ...heldPlan(7), remainder: byQuantityPlan().remainder },
  },
  {
    claim: 'a unit left behind although stock covers it',
    codes: ['RELEASABLE_BUT_LEFT'],
    problem: changed(shortProblem('quantity'), (problem) => {
      problem.inventory![0]!.available = 8;
    }),
    plan: byQuantityPlan(),
  },
  {
    claim: 'a line left behind although stock covers it',
    codes: ['RELEASABLE_BUT_LEFT'],
    problem: changed(shortProblem('line'), (problem) => {
      problem.inventory![0]!.available = 10;
    }),
    plan: byLinePlan(),
  },
];

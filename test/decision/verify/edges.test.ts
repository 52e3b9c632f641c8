import { describe, expect, test } from 'vitest';
import { Verification } from '../../../src/decision/verify/verification.ts';
import { verify } from '../../../src/decision/verify/verify.ts';
import type { Plan } from '../../../src/domain/decision.ts';
import type { OptimizeRequestInput } from '../../../src/domain/optimize-request.ts';
import { snapshotOf } from '../../arbitraries/snapshot-of.ts';
import { changed } from './breaches.ts';
import {
  byQuantityPlan,
  mixedPlan,
  mixedProblem,
  planOf,
  shortProblem,
  unstockedPlan,
  unstockedProblem,
} from './plans.ts';

type Change<T> = (draft: T) => void;

const found = (problem: OptimizeRequestInput, plan: Plan) =>
  verify(snapshotOf(problem), plan).violations.map(({ code, path }) => `${code} ${path}`);

/** Findings on the mixed plan, with something changed in the problem, in the plan, or in both. */
const mixed = (changePlan: Change<Plan>, changeProblem: Change<OptimizeRequestInput> = () => {}) =>
  found(changed(mixedProblem, changeProblem), changed(mixedPlan(), changePlan));

describe('a plan that speaks of a line that the shipment does not have', () => {
  test('is refused where an allocation names it', () => {
    const codes = mixed((plan) => {
      plan.children[1]!.allocations[0]!.lineId = 9 as never;
    });
    expect(codes).toContain('LINE_UNKNOWN children[1].allocations[0].lineId');
  });

  test('is refused where the remainder names it', () => {
    const plan = changed(byQuantityPlan(), (draft) => {
      draft.remainder.push({ lineId: 9, productCode: 'KTP', quantity: 1 } as never);
    });
    expect(found(shortProblem('quantity'), plan)).toEqual([
      'LINE_UNKNOWN remainder[1].lineId',
      'REMAINDER_DIFFERS remainder',
    ]);
  });
});

describe('a quantity', () => {
  test.each([0, -1])('of %i is no whole number of units', (quantity) => {
    const codes = mixed((plan) => {
      plan.children[1]!.items[0]!.quantity = quantity;
    });
    expect(codes).toContain('QUANTITY_NOT_WHOLE children[1].items[0].quantity');
  });
});

describe('a plan that is called held', () => {
  test('is asked for every unit where it has children', () => {
    const codes = mixed((plan) => {
      plan.decision = 'held';
      plan.children.splice(1, 1);
    });
    expect(codes).toContain('LINE_NOT_FILLED children');
  });
});

describe('the place of a take', () => {
  const pickup: Change<OptimizeRequestInput> = (problem) => {
    problem.shipment.shipmentType = 'BOPIS';
    problem.shipment.fulfillmentLocationCode = 'A';
  };

  test('of a shipment to home need not offer pickup, that of a pickup need not ship', () => {
    expect(
      mixed(
        () => {},
        (problem) => {
          problem.locations![0]!.pickup = false;
        },
      ),
    ).toEqual([]);
    const codes = mixed(
      () => {},
      (problem) => {
        pickup(problem);
        problem.locations![0]!.directShip = false;
      },
    );
    expect(codes).toEqual(['NOT_THE_PICKUP_LOCATION children[1].allocations[0]']);
  });

  test('of a pickup that nobody knows is unknown, and not without pickup', () => {
    const codes = mixed((plan) => {
      plan.children[1]!.fulfillmentLocationCode = 'Q' as never;
    }, pickup);
    expect(codes.slice(0, 2)).toEqual([
      'LOCATION_UNKNOWN children[1].allocations[0]',
      'NOT_THE_PICKUP_LOCATION children[1].allocations[0]',
    ]);
  });

  test('counts as current inventory where no lot is named, though the child has a date', () => {
    const codes = mixed(
      (plan) => {
        plan.children[2]!.allocations = [{ lineId: 1, quantity: 3, futureInventoryId: null } as never];
      },
      (problem) => {
        problem.settings!.futureInventoryEnabled = false;
      },
    );
    expect(codes.filter((code) => code.startsWith('FUTURE'))).toEqual([]);
  });

  test('counts as neither where a lot is named in a child without a date', () => {
    const codes = mixed(
      (plan) => {
        plan.children[0]!.allocations[0]!.futureInventoryId = 'po-2' as never;
      },
      (problem) => {
        problem.settings!.useCurrentInventory = false;
      },
    );
    expect(codes).toContain('ALLOCATION_OF_WRONG_KIND children[0].allocations[0].futureInventoryId');
    expect(codes).not.toContain('CURRENT_NOT_ALLOWED children[0].allocations[0]');
  });
});

describe('a child without a location', () => {
  test('is no location that a limit counts', () => {
    const nowhere = (child: number, settings: object) =>
      mixed(
        (plan) => {
          plan.children[child]!.fulfillmentLocationCode = null;
        },
        (problem) => {
          Object.assign(problem.settings!, settings);
        },
      ).filter((code) => /^(TOO_MANY|LINE_SPLIT)/.test(code));
    expect(nowhere(1, { maxFulfillingLocations: 1 })).toEqual([]);
    expect(nowhere(2, { maxSplitItemLocations: 1 })).toEqual([]);
  });
});

describe('the child of a shipment that needs no stock', () => {
  test('is READY and has no date', () => {
    const shape = (change: Change<Plan['children'][number]>) =>
      found(
        unstockedProblem,
        changed(unstockedPlan(), (plan) => change(plan.children[0]!)),
      );
    expect(
      shape((child) => {
        child.futureDate = '2026-05-10' as never;
      }),
    ).toContain('UNSTOCKED_SHIPMENT_SHAPE children');
    expect(
      shape((child) => {
        child.shipmentStatus = 'FUTURE';
      }),
    ).toContain('UNSTOCKED_SHIPMENT_SHAPE children');
  });
});

describe('lots', () => {
  test('of another location need not be used first', () => {
    const codes = mixed(
      () => {},
      (problem) => {
        problem.futureInventory!.push({
          futureInventoryId: 'po-0',
          locationCode: 'B',
          productCode: 'KTP',
          deliveryDate: '2026-05-10',
          available: 5,
        });
      },
    );
    expect(codes).toEqual([]);
  });

  /** Twenty lots of one unit each at one location, a day apart from 2 May, and one unit of current stock. */
  const many: OptimizeRequestInput = {
    asOf: '2026-05-01',
    settings: { futureInventoryEnabled: true },
    shipment: { shipmentNumber: 5, items: [{ lineId: 1, productCode: 'KTP', quantity: 3 }] },
    inventory: [{ locationCode: 'A', productCode: 'KTP', available: 1 }],
    futureInventory: Array.from({ length: 20 }, (_, index) => ({
      futureInventoryId: `po-${index}`,
      locationCode: 'A',
      productCode: 'KTP',
      deliveryDate: `2026-05-${String(index + 2).padStart(2, '0')}`,
      available: 1,
    })),
  };
  const child = (futureDate: string | null, futureInventoryId: string | null) => ({
    shipmentStatus: futureDate === null ? 'READY' : 'FUTURE',
    fulfillmentLocationCode: 'A',
    futureDate,
    items: [{ lineId: 1, productCode: 'KTP', quantity: 1 }],
    allocations: [{ lineId: 1, quantity: 1, futureInventoryId }],
  });
  const plan = (...children: object[]) =>
    planOf({ shipmentNumber: 5, decision: 'released', shipmentStatus: 'REASSIGNED', children });

  test('are found among many by id and day, and current stock beside them', () => {
    expect(
      found(many, plan(child(null, null), child('2026-05-02', 'po-0'), child('2026-05-03', 'po-1'))),
    ).toEqual([]);
  });

  test('are not found among many by another day or id', () => {
    const wrong = plan(child(null, null), child('2026-05-02', 'po-1'), child('2026-05-03', 'po-99'));
    expect(found(many, wrong)).toEqual([
      'LOT_UNKNOWN children[1].allocations[0].futureInventoryId',
      'LOT_UNKNOWN children[2].allocations[0].futureInventoryId',
    ]);
  });
});

describe('what a violation says', () => {
  const messages = (change: Change<OptimizeRequestInput>, changePlan: Change<Plan> = () => {}) =>
    verify(snapshotOf(changed(mixedProblem, change)), changed(mixedPlan(), changePlan)).violations.map(
      ({ message }) => message,
    );

  test('names line and source as a person does', () => {
    const overdrawn = messages((problem) => {
      problem.inventory![1]!.available = 3;
      problem.futureInventory![0]!.available = 1;
    });
    expect(overdrawn).toEqual([
      'the plan takes 4 units of current stock of KTP2 at B, which can give 3',
      'the plan takes 2 units of lot po-1 of KTP at A on 2026-05-10, which can give 1',
    ]);
    const [short] = messages(
      () => {},
      (plan) => plan.children.splice(1, 1),
    );
    expect(short).toBe('line 2 (KTP2) wants 4 units, the children hold 0');
  });

  test('is as the schema of the reply has it', () => {
    const reply = verify(snapshotOf(mixedProblem), { ...mixedPlan(), shipmentStatus: 'READY' });
    expect(Verification.parse(reply)).toEqual(reply);
    expect(Verification.safeParse({ ...reply, more: 1 }).success).toBe(false);
  });
});

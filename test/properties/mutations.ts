import type { Plan } from '../../src/domain/decision.ts';
import type { Snapshot } from '../../src/domain/snapshot.ts';
import { dayAfter } from '../arbitraries/calendar.ts';

/** A plan in which one thing is wrong. */
export interface Mutation {
  readonly name: string;
  readonly plan: Plan;
}

type Change = (draft: Plan) => void;

function set<T extends object>(target: T, changes: Partial<T>): void {
  Object.assign(target, changes);
}

function add(target: { quantity: number }, units: number): void {
  target.quantity += units;
}

/** Ids and codes that no generated problem holds. */
const NOBODY = 'nobody' as never;
const NO_LINE = 999_999 as never;

/**
 * Every one-step corruption of a plan with children. Each breaks a rule whatever the problem: a change that
 * may give another valid plan (a whole child moved to a place with as much stock) is not among them.
 */
function* changesToChildren(plan: Plan): Iterable<[string, Change]> {
  for (const [c, child] of plan.children.entries()) {
    const at = (draft: Plan) => draft.children[c]!;
    yield [`child ${c} dropped`, (draft) => void draft.children.splice(c, 1)];
    yield [`child ${c} twice`, (draft) => void draft.children.splice(c, 0, structuredClone(at(draft)))];
    yield [
      `child ${c} at a place nobody knows`,
      (draft) => set(at(draft), { fulfillmentLocationCode: NOBODY }),
    ];
    yield [
      `child ${c} with the other status`,
      (draft) => set(at(draft), { shipmentStatus: child.shipmentStatus === 'READY' ? 'FUTURE' : 'READY' }),
    ];
    yield [
      `child ${c} a day later`,
      (draft) => set(at(draft), { futureDate: dayAfter(child.futureDate ?? '2026-05-01', 1) as never }),
    ];
    if (child.futureDate !== null) {
      yield [`child ${c} without its date`, (draft) => set(at(draft), { futureDate: null })];
      yield [
        `child ${c} a day earlier`,
        (draft) => set(at(draft), { futureDate: dayAfter(child.futureDate as string, -1) as never }),
      ];
    }
    if (child.items.length > 1)
      yield [`items of child ${c} reversed`, (draft) => void at(draft).items.reverse()];
    if (child.allocations.length > 1) {
      yield [`allocations of child ${c} reversed`, (draft) => void at(draft).allocations.reverse()];
    }
  }
  if (plan.children.length > 1) yield ['children reversed', (draft) => void draft.children.reverse()];
}

function* changesToItems(plan: Plan): Iterable<[string, Change]> {
  for (const [c, child] of plan.children.entries()) {
    for (const [i, item] of child.items.entries()) {
      const at = (draft: Plan) => draft.children[c]!.items[i]!;
      const name = `item ${i} of child ${c}`;
      yield [`${name} with a unit more`, (draft) => add(at(draft), 1)];
      yield [`${name} of another product`, (draft) => set(at(draft), { productCode: NOBODY })];
      yield [`${name} of a line nobody knows`, (draft) => set(at(draft), { lineId: NO_LINE })];
      yield [`${name} dropped`, (draft) => void draft.children[c]!.items.splice(i, 1)];
      if (item.quantity > 1) yield [`${name} with a unit less`, (draft) => add(at(draft), -1)];
      for (const [j, other] of plan.children.entries()) {
        const to = other.items.findIndex(({ lineId }) => lineId === item.lineId);
        if (j === c || to < 0 || item.quantity === 1) continue;
        yield [
          `a unit of ${name} moved to child ${j}`,
          (draft) => {
            at(draft).quantity -= 1;
            draft.children[j]!.items[to]!.quantity += 1;
          },
        ];
      }
    }
  }
}

function* changesToAllocations(plan: Plan): Iterable<[string, Change]> {
  for (const [c, child] of plan.children.entries()) {
    for (const [a, { lineId, quantity, futureInventoryId }] of child.allocations.entries()) {
      const at = (draft: Plan) => draft.children[c]!.allocations[a]!;
      const item = child.items.findIndex((one) => one.lineId === lineId);
      const name = `allocation ${a} of child ${c}`;
      yield [`${name} with a unit more`, (draft) => add(at(draft), 1)];
      yield [`${name} dropped`, (draft) => void draft.children[c]!.allocations.splice(a, 1)];
      yield [`${name} from a lot nobody knows`, (draft) => set(at(draft), { futureInventoryId: NOBODY })];
      yield [`${name} for a line nobody knows`, (draft) => set(at(draft), { lineId: NO_LINE })];
      if (futureInventoryId !== null) {
        yield [`${name} from current stock`, (draft) => set(at(draft), { futureInventoryId: null })];
      }
      yield [
        `a unit more of ${name} and its item`,
        (draft) => {
          at(draft).quantity += 1;
          draft.children[c]!.items[item]!.quantity += 1;
        },
      ];
      if (quantity === 1) continue;
      yield [`${name} with a unit less`, (draft) => add(at(draft), -1)];
      yield [
        `a unit less of ${name} and its item`,
        (draft) => {
          at(draft).quantity -= 1;
          draft.children[c]!.items[item]!.quantity -= 1;
        },
      ];
      for (const [b, { lineId: other }] of child.allocations.entries()) {
        if (other === lineId) continue;
        yield [
          `a unit of ${name} given to line ${other}, items too`,
          (draft) => {
            at(draft).quantity -= 1;
            draft.children[c]!.items[item]!.quantity -= 1;
            draft.children[c]!.allocations[b]!.quantity += 1;
            draft.children[c]!.items.find((one) => one.lineId === other)!.quantity += 1;
          },
        ];
      }
    }
  }
}

/** A unit taken from a later lot of the same source while this one has it. */
function* changesToLots(plan: Plan, { futureLots, shipment }: Snapshot): Iterable<[string, Change]> {
  for (const [c, child] of plan.children.entries()) {
    for (const [a, { lineId, quantity, futureInventoryId: id }] of child.allocations.entries()) {
      const product = shipment.items.find((line) => line.lineId === lineId)?.productCode;
      if (id === null) continue;
      const later = futureLots.find(
        (lot) =>
          lot.productCode === product &&
          lot.locationCode === child.fulfillmentLocationCode &&
          lot.deliveryDay === child.futureDate &&
          lot.futureInventoryId > id &&
          lot.available > 0 &&
          child.allocations.every((one) => one.futureInventoryId !== lot.futureInventoryId),
      );
      if (later === undefined) continue;
      yield [
        `allocation ${a} of child ${c} from lot ${later.futureInventoryId} before lot ${id} is used up`,
        (draft) => {
          const { allocations } = draft.children[c]!;
          if (quantity === 1) allocations.splice(a, 1);
          else allocations[a]!.quantity -= 1;
          allocations.push({ lineId, quantity: 1, futureInventoryId: later.futureInventoryId });
          const text = (one: (typeof allocations)[number]) => one.futureInventoryId ?? '';
          allocations.sort((x, y) => x.lineId - y.lineId || (text(x) < text(y) ? -1 : 1));
        },
      ];
    }
  }
}

function* changesToClaims(plan: Plan): Iterable<[string, Change]> {
  yield ['another shipment', (draft) => set(draft, { shipmentNumber: (plan.shipmentNumber + 1) as never })];
  for (const decision of ['released', 'partially-released', 'held'] as const) {
    if (decision === plan.decision) continue;
    yield [`called ${decision}`, (draft) => set(draft, { decision: decision })];
  }
  for (const status of ['READY', 'REASSIGNED', 'BACKORDER'] as const) {
    if (status === plan.shipmentStatus) continue;
    yield [`parent called ${status}`, (draft) => set(draft, { shipmentStatus: status })];
  }
  for (const [r, item] of plan.remainder.entries()) {
    yield [`remainder ${r} dropped`, (draft) => void draft.remainder.splice(r, 1)];
    yield [`remainder ${r} with a unit more`, (draft) => add(draft.remainder[r]!, 1)];
    yield [`remainder ${r} of another product`, (draft) => set(draft.remainder[r]!, { productCode: NOBODY })];
    if (item.quantity > 1) {
      yield [`remainder ${r} with a unit less`, (draft) => add(draft.remainder[r]!, -1)];
    }
  }
  if (plan.remainder.length > 1) yield ['remainder reversed', (draft) => void draft.remainder.reverse()];
  for (const [t, { tier, value, bound }] of (plan.objective ?? []).entries()) {
    const at = (draft: Plan) => draft.objective![t]!;
    yield [`${tier} one more`, (draft) => set(at(draft), { value: value + 1 + value * 1e-3 })];
    yield [`${tier} left out`, (draft) => void draft.objective!.splice(t, 1)];
    if (t === 0 && bound !== null) {
      yield [`${tier} with a bound above it`, (draft) => set(at(draft), { bound: value + 1 + value * 1e-3 })];
    }
  }
}

/** All of them, each of a copy. */
export function mutationsOf(plan: Plan, snapshot: Snapshot): Mutation[] {
  const changes = [
    ...changesToChildren(plan),
    ...changesToItems(plan),
    ...changesToAllocations(plan),
    ...changesToLots(plan, snapshot),
    ...changesToClaims(plan),
  ];
  return changes.map(([name, change]) => {
    const draft = structuredClone(plan);
    change(draft);
    return { name, plan: draft };
  });
}

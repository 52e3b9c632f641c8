import type { KeptPlan } from '../../../../domain/wave/request.ts';
import { addTo } from '../../reading.ts';
import type { Finding } from '../../rule.ts';
import type { DecisionReading, WaveReading, WaveRule } from '../reading.ts';

function* pinChanged({ decisions }: WaveReading): Iterable<Finding> {
  for (const { at, standing, isKept } of decisions) {
    if (standing.pinned === null || isKept) continue;
    yield {
      path: `decisions[${at}].children`,
      message: `the plan of shipment ${standing.shipment.shipmentNumber} is pinned, and this is another one`,
      expected: standing.pinned.children,
      actual: null,
    };
  }
}

function* promiseBroken({ decisions }: WaveReading): Iterable<Finding> {
  for (const { at, standing, reading } of decisions) {
    if (standing.promised === null || reading.plan.decision === 'released') continue;
    yield {
      path: `decisions[${at}].decision`,
      message: `shipment ${standing.shipment.shipmentNumber} is promised, and may not go back to waiting`,
      expected: 'released',
      actual: reading.plan.decision,
    };
  }
}

/** Units of each day, '' for now. */
function unitsByDay(children: KeptPlan['children']): Map<string, number> {
  const days = new Map<string, number>();
  for (const { futureDate, allocations } of children) {
    for (const { quantity } of allocations) addTo(days, futureDate ?? '', quantity);
  }
  return days;
}

/** The first day up to which fewer units have come than were promised; null where there is none. */
function laterDay({ standing, reading }: DecisionReading): string | null {
  const promised = unitsByDay(standing.promised!.children);
  const given = unitsByDay(reading.plan.children);
  let ahead = 0;
  for (const day of [...new Set([...promised.keys(), ...given.keys()])].sort()) {
    ahead += (given.get(day) ?? 0) - (promised.get(day) ?? 0);
    if (ahead < 0) return day;
  }
  return null;
}

function* promiseLater({ decisions }: WaveReading): Iterable<Finding> {
  for (const decision of decisions) {
    const { at, standing, reading } = decision;
    if (standing.promised === null || reading.plan.decision !== 'released') continue;
    const day = laterDay(decision);
    if (day === null) continue;
    yield {
      path: `decisions[${at}].children`,
      message: `fewer units of shipment ${standing.shipment.shipmentNumber} come by ${day || 'now'} than were promised`,
      expected: day || null,
      actual: null,
    };
  }
}

function* keptDiffers({ decisions, plan }: WaveReading): Iterable<Finding> {
  for (const { at, standing, isKept } of decisions) {
    const { kept } = plan.decisions[at]!;
    if (kept === undefined) continue;
    const expected = !isKept ? null : standing.pinned === null ? 'promised' : 'pinned';
    // A promise may come out as it was without having been kept on purpose.
    if (kept === expected || (kept === null && expected === 'promised')) continue;
    const message = `the decision says "${kept}" of the plan that the shipment had`;
    yield { path: `decisions[${at}].kept`, message, expected, actual: kept };
  }
}

/** What shipments had before is kept, or becomes earlier. */
export const keptRules: readonly WaveRule[] = [
  { code: 'PIN_CHANGED', check: pinChanged },
  { code: 'PROMISE_BROKEN', check: promiseBroken },
  { code: 'PROMISE_LATER', check: promiseLater },
  { code: 'KEPT_DIFFERS', check: keptDiffers },
];

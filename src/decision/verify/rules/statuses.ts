import type { Plan } from '../../../domain/decision.ts';
import { isReleased, type PlanReading } from '../reading.ts';
import type { Finding, Rule } from '../rule.ts';

/** What the children amount to, whatever the plan calls it. */
function decisionOf(reading: PlanReading): Plan['decision'] {
  if (reading.plan.children.length === 0) return 'held';
  const whole = [...reading.lines.values()].every((line) => isReleased(reading, line));
  return whole ? 'released' : 'partially-released';
}

function* decisionDiffers(reading: PlanReading): Iterable<Finding> {
  const expected = decisionOf(reading);
  const actual = reading.plan.decision;
  if (actual === expected) return;
  yield {
    path: 'decision',
    message: `the children make the shipment ${expected}, the plan calls it ${actual}`,
    expected,
    actual,
  };
}

function* partialReleaseOff(reading: PlanReading): Iterable<Finding> {
  if (reading.snapshot.settings.partialRelease !== 'none') return;
  if (reading.plan.decision !== 'partially-released') return;
  yield {
    path: 'decision',
    message: 'partial release is off: the shipment is released whole or held',
    expected: ['released', 'held'],
    actual: reading.plan.decision,
  };
}

function shipmentStatusOf({ decision, children }: Plan): Plan['shipmentStatus'] {
  if (decision !== 'released') return 'BACKORDER';
  return children.length === 1 && children[0]?.shipmentStatus === 'READY' ? 'READY' : 'REASSIGNED';
}

function* shipmentStatusDiffers({ plan }: PlanReading): Iterable<Finding> {
  const expected = shipmentStatusOf(plan);
  if (plan.shipmentStatus === expected) return;
  yield {
    path: 'shipmentStatus',
    message: `a ${plan.decision} shipment with these children becomes ${expected}, not ${plan.shipmentStatus}`,
    expected,
    actual: plan.shipmentStatus,
  };
}

function* childStatusDiffers({ plan }: PlanReading): Iterable<Finding> {
  for (const [index, child] of plan.children.entries()) {
    const expected = child.futureDate === null ? 'READY' : 'FUTURE';
    if (child.shipmentStatus === expected) continue;
    yield {
      path: `children[${index}].shipmentStatus`,
      message: `a child ${child.futureDate === null ? 'without a date' : `dated ${child.futureDate}`} is ${expected}`,
      expected,
      actual: child.shipmentStatus,
    };
  }
}

/** What the shipment and its children are called follows from what they hold. */
export const statusRules: readonly Rule[] = [
  { code: 'DECISION_DIFFERS', check: decisionDiffers },
  { code: 'PARTIAL_RELEASE_OFF', check: partialReleaseOff },
  { code: 'SHIPMENT_STATUS_DIFFERS', check: shipmentStatusDiffers },
  { code: 'CHILD_STATUS_DIFFERS', check: childStatusDiffers },
];

import type { LineId } from '../../../domain/ids.ts';
import { addTo, type PlanReading, releasedUnits } from '../reading.ts';
import type { Finding, Rule } from '../rule.ts';

/** What is left in backorder of each line. Only a partly released shipment states it. */
function leftOver(reading: PlanReading): Map<LineId, number> {
  const left = new Map<LineId, number>();
  if (reading.plan.decision !== 'partially-released') return left;
  for (const line of reading.lines.values()) {
    const units = line.quantity - releasedUnits(reading, line);
    if (units > 0) left.set(line.lineId, units);
  }
  return left;
}

function* remainderDiffers(reading: PlanReading): Iterable<Finding> {
  const expected = leftOver(reading);
  const actual = new Map<LineId, number>();
  for (const item of reading.plan.remainder) addTo(actual, item.lineId, item.quantity);
  for (const lineId of new Set([...expected.keys(), ...actual.keys()])) {
    const should = expected.get(lineId) ?? 0;
    const is = actual.get(lineId) ?? 0;
    if (should === is) continue;
    yield {
      path: 'remainder',
      message: `${should} units of line ${lineId} are left in backorder, the remainder says ${is}`,
      expected: should,
      actual: is,
    };
  }
}

function* remainderOrder({ plan }: PlanReading): Iterable<Finding> {
  for (const [index, item] of plan.remainder.entries()) {
    const before = plan.remainder[index - 1];
    if (before === undefined || before.lineId < item.lineId) continue;
    yield {
      path: `remainder[${index}]`,
      message: `the remainder names each line once, by lineId: ${item.lineId} stands after ${before.lineId}`,
      expected: `more than ${before.lineId}`,
      actual: item.lineId,
    };
  }
}

/** What is released and what is left add up to the shipment. */
export const remainderRules: readonly Rule[] = [
  { code: 'REMAINDER_DIFFERS', check: remainderDiffers },
  { code: 'REMAINDER_ORDER', check: remainderOrder },
];

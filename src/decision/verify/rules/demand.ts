import type { Line } from '../../../domain/shipment.ts';
import { isReleased, type PlanReading, releasedUnits } from '../reading.ts';
import type { Finding, Rule } from '../rule.ts';
import { groupsOf } from './groups.ts';

/** A held plan releases nothing, so no rule about what is released applies to it. */
const releasesNothing = ({ plan }: PlanReading): boolean =>
  plan.decision === 'held' && plan.children.length === 0;

const mode = ({ snapshot }: PlanReading) => snapshot.settings.partialRelease;

const units = (line: Line) => `line ${line.lineId} (${line.productCode})`;

function* lineNotFilled(reading: PlanReading): Iterable<Finding> {
  if (mode(reading) !== 'none' || releasesNothing(reading)) return;
  for (const line of reading.lines.values()) {
    const actual = releasedUnits(reading, line);
    if (actual === line.quantity) continue;
    yield {
      path: 'children',
      message: `${units(line)} wants ${line.quantity} units, the children hold ${actual}`,
      expected: line.quantity,
      actual,
    };
  }
}

function* linePartlyReleased(reading: PlanReading): Iterable<Finding> {
  if (mode(reading) !== 'line') return;
  for (const line of reading.lines.values()) {
    const actual = releasedUnits(reading, line);
    if (actual === 0 || actual === line.quantity) continue;
    yield {
      path: 'children',
      message: `${units(line)} is released whole (${line.quantity} units) or not at all, the children hold ${actual}`,
      expected: [0, line.quantity],
      actual,
    };
  }
}

function* lineOverfilled(reading: PlanReading): Iterable<Finding> {
  if (mode(reading) !== 'quantity') return;
  for (const line of reading.lines.values()) {
    const actual = releasedUnits(reading, line);
    if (actual <= line.quantity) continue;
    yield {
      path: 'children',
      message: `${units(line)} wants ${line.quantity} units, the children hold ${actual}`,
      expected: line.quantity,
      actual,
    };
  }
}

function* groupPartlyReleased(reading: PlanReading): Iterable<Finding> {
  if (mode(reading) === 'quantity') return;
  for (const [name, group] of groupsOf(reading)) {
    const some = group.filter((line) => releasedUnits(reading, line) > 0);
    if (some.length === 0 || group.every((line) => isReleased(reading, line))) continue;
    yield {
      path: 'children',
      message: `lines ${group.map((line) => line.lineId).join(', ')} are kept together by "${name}": all of their units go, or none`,
      expected: group.map((line) => ({
        lineId: line.lineId,
        quantity: line.quantity,
      })),
      actual: group.map((line) => ({
        lineId: line.lineId,
        quantity: releasedUnits(reading, line),
      })),
    };
  }
}

function* unstockedLineLeft(reading: PlanReading): Iterable<Finding> {
  if (mode(reading) === 'none' || reading.plan.children.length === 0) return;
  const groups = groupsOf(reading);
  for (const line of reading.lines.values()) {
    const group = line.itemDependency === null ? [] : (groups.get(line.itemDependency) ?? []);
    // Where its group holds a line that needs stock, GROUP_PARTLY_RELEASED or KITS_NOT_WHOLE decides.
    if (line.manageStock || group.some((other) => other.manageStock)) continue;
    const actual = releasedUnits(reading, line);
    if (actual === line.quantity) continue;
    yield {
      path: 'children[0].items',
      message: `${units(line)} needs no stock and goes whole with the first child`,
      expected: line.quantity,
      actual,
    };
  }
}

/** Every line is filled exactly, or exactly as the release mode says. */
export const demandRules: readonly Rule[] = [
  { code: 'LINE_NOT_FILLED', check: lineNotFilled },
  { code: 'LINE_PARTLY_RELEASED', check: linePartlyReleased },
  { code: 'LINE_OVERFILLED', check: lineOverfilled },
  { code: 'GROUP_PARTLY_RELEASED', check: groupPartlyReleased },
  { code: 'UNSTOCKED_LINE_LEFT', check: unstockedLineLeft },
];

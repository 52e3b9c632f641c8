import type { Decision, ItemQuantity } from '../domain/decision.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Sourcing } from '../formulation/sources.ts';
import { buildChildren, type TakenCell } from './children.ts';
import { objectiveOf, relativeGap } from './objective.ts';
import type { Solved } from './solved.ts';

/** What is taken from sources, in the order of (package, line). */
function takenCells({ cells }: Sourcing, units: Float64Array): TakenCell[] {
  const taken: TakenCell[] = [];
  for (let cell = 0; cell < cells.length; cell++) {
    if (units[cell]! <= 0) continue;
    const { line, source } = cells[cell]!;
    taken.push({ line, source, units: units[cell]! });
  }
  return taken;
}

/** What of each line is not in a child, by line id. */
function remainderOf(snapshot: Snapshot, children: Decision['children']): ItemQuantity[] {
  const released = new Map<number, number>();
  for (const child of children) {
    for (const item of child.items)
      released.set(item.lineId, (released.get(item.lineId) ?? 0) + item.quantity);
  }
  return snapshot.shipment.items
    .map(({ lineId, productCode, quantity }) => ({
      lineId,
      productCode,
      quantity: quantity - (released.get(lineId) ?? 0),
    }))
    .filter((item) => item.quantity > 0);
}

function parentStatus(decision: Decision['decision'], children: Decision['children']) {
  if (decision !== 'released') return 'BACKORDER';
  return children.length === 1 && children[0]!.shipmentStatus === 'READY' ? 'READY' : 'REASSIGNED';
}

function proofStatus({ termination, units }: Solved): Decision['proof']['status'] {
  if (termination === 'optimal' || termination === 'infeasible') return termination;
  return units === null ? 'unknown' : 'feasible';
}

/**
 * An answered attempt as the business says it: children, the parent's status, the objective and what is proven of it.
 * A hold is not explained here.
 *
 * @param solved one with a plan, or proven infeasible
 */
export function decide(snapshot: Snapshot, sourcing: Sourcing, solved: Solved): Decision {
  const taken = solved.units === null ? [] : takenCells(sourcing, solved.units);
  const needsStock = sourcing.lines.length > 0;
  const isHeld = solved.units === null || (needsStock && taken.length === 0);
  const children = isHeld ? [] : buildChildren(snapshot, taken);
  const remainder = isHeld ? [] : remainderOf(snapshot, children);
  const decision = isHeld ? 'held' : remainder.length > 0 ? 'partially-released' : 'released';
  const objective = solved.units === null ? [] : objectiveOf(snapshot, sourcing, solved, taken);
  const status = proofStatus(solved);
  return {
    shipmentNumber: snapshot.shipment.shipmentNumber,
    decision,
    shipmentStatus: parentStatus(decision, children),
    children,
    remainder,
    objective,
    proof: {
      status,
      tieBreak: solved.tieBreakProven || status === 'infeasible' ? 'proven' : 'best found',
      gap: status === 'feasible' ? relativeGap(objective) : status === 'unknown' ? null : 0,
      engine: solved.engine,
      reason: solved.reason,
      ...(solved.searchFailure !== undefined && { searchFailure: solved.searchFailure }),
      solveMs: Math.round(solved.solveMs * 1000) / 1000,
    },
    hold: null,
  };
}

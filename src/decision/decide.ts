import type { Decision, ItemQuantity } from '../domain/decision.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { ColumnMap } from '../formulation/column-map.ts';
import type { Formulation } from '../formulation/formulate.ts';
import type { Outcome } from '../solver/engine.ts';
import { buildChildren, type TakenCell } from './children.ts';
import { objectiveOf, relativeGap } from './objective.ts';

/** Reads the point back as units taken from sources, in the order of (package, line). */
function takenCells({ cells }: ColumnMap, point: Float64Array): TakenCell[] {
  const taken: TakenCell[] = [];
  cells.forEach((cell, column) => {
    const units = point[column]!;
    if (units > 0) taken.push({ ...cell, units });
  });
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

function proofStatus({ termination, point }: Outcome): Decision['proof']['status'] {
  if (termination === 'optimal' || termination === 'infeasible') return termination;
  return point === null ? 'unknown' : 'feasible';
}

/**
 * An outcome as the business says it: children, the parent's status, the objective and what is proven of it.
 * A hold is not explained here.
 *
 * @param outcome one with a point, or proven infeasible
 */
export function decide(snapshot: Snapshot, formulation: Formulation, outcome: Outcome): Decision {
  const taken = outcome.point === null ? [] : takenCells(formulation.columns, outcome.point);
  const needsStock = formulation.columns.lines.length > 0;
  const isHeld = outcome.point === null || (needsStock && taken.length === 0);
  const children = isHeld ? [] : buildChildren(snapshot, taken);
  const remainder = isHeld ? [] : remainderOf(snapshot, children);
  const decision = isHeld ? 'held' : remainder.length > 0 ? 'partially-released' : 'released';
  const objective = outcome.point === null ? [] : objectiveOf(snapshot, formulation, outcome, taken);
  const status = proofStatus(outcome);
  return {
    shipmentNumber: snapshot.shipment.shipmentNumber,
    decision,
    shipmentStatus: parentStatus(decision, children),
    children,
    remainder,
    objective,
    proof: {
      status,
      gap: status === 'feasible' ? relativeGap(objective) : status === 'unknown' ? null : 0,
      engine: outcome.engine,
      reason: outcome.reason,
      solveMs: Math.round(outcome.solveMs * 1000) / 1000,
    },
    hold: null,
  };
}

import { coverLines } from '../decision/explain/coverage.ts';
import type { WhatIf, WhatIfAnswer } from '../decision/explain/what-if.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { formulate } from '../formulation/formulate.ts';
import { findSourcing } from '../formulation/sources.ts';
import { type Engine, EngineError } from '../solver/engine.ts';

/** Without limits on locations a full release is a flow of each product on its own: exact, and no engine needed. */
function answerByFlow(snapshot: Snapshot): WhatIfAnswer {
  const sourcing = findSourcing(snapshot);
  const covered = coverLines(sourcing);
  const unfilled = new Map(
    sourcing.lines.map((line) => [line.lineId, line.quantity - covered.get(line.lineId)!]),
  );
  return {
    released: [...unfilled.values()].every((units) => units === 0),
    unfilled,
  };
}

/** A proven decision is not given up because a question about it could not be asked. */
function unansweredIfEngineFailed(error: unknown): null {
  if (error instanceof EngineError) return null;
  throw error;
}

async function answerByEngine(
  snapshot: Snapshot,
  engine: Engine,
  timeLimitMs: number,
): Promise<WhatIfAnswer | null> {
  const { program, columns } = formulate(snapshot);
  // Whether, and how much, is released is all that is asked: one tier, and no tie to break.
  const question = {
    ...program,
    levels: program.levels.slice(0, 1),
    tieBreak: new Int32Array(),
  };
  const outcome = await engine.solve(question, { timeLimitMs }).catch(unansweredIfEngineFailed);
  if (outcome === null) return null;
  const { termination, point } = outcome;
  if (termination !== 'optimal' && termination !== 'infeasible') return null;
  const unfilled = new Map(columns.lines.map((line) => [line.lineId, line.quantity]));
  if (point === null) return { released: false, unfilled };
  columns.cells.forEach(({ line: { lineId } }, column) => {
    unfilled.set(lineId, unfilled.get(lineId)! - point[column]!);
  });
  const released = columns.lines.some((line) => unfilled.get(line.lineId)! < line.quantity);
  return { released, unfilled };
}

/**
 * Answers changed questions until a deadline: by flow where that is exact, else by the engine.
 *
 * @param deadline in milliseconds of `performance.now()`; from then on every answer that needs the engine is null
 */
export function askByFlowOrEngine(engine: Engine, deadline: number): WhatIf {
  return async (snapshot) => {
    const { maxFulfillingLocations, maxSplitItemLocations, maxChildShipments, partialRelease } =
      snapshot.settings;
    const isCoupled =
      maxFulfillingLocations !== null ||
      maxSplitItemLocations !== null ||
      maxChildShipments !== null ||
      snapshot.shipment.itemDependencies.some(({ ship }) => ship === 'together');
    if (!isCoupled && partialRelease === 'none') return answerByFlow(snapshot);
    const timeLimitMs = Math.floor(deadline - performance.now());
    return timeLimitMs <= 0 ? null : answerByEngine(snapshot, engine, timeLimitMs);
  };
}

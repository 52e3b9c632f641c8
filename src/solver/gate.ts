import { boundMeets, levelValue } from '../program/level-value.ts';
import { findViolation } from '../program/linear-system.ts';
import type { Program } from '../program/program.ts';
import { columnCount } from '../program/program.ts';
import { findFault } from '../program/well-formed.ts';
import type { Engine } from './engine.ts';
import { EngineError } from './engine.ts';
import type { Outcome } from './outcome.ts';

/**
 * Puts a gate around an engine. No malformed program goes in, and no unchecked outcome comes out.
 *
 * - A program that is not well formed is refused before the engine sees it.
 * - A point that is not feasible in exact arithmetic is dropped, and the outcome is `numerical`.
 * - A lower bound above the value of a feasible point is false. The outcome is `numerical`, its bounds are dropped, and
 *   the point stays, because it has been checked.
 * - `optimal` whose bounds do not meet the point's values becomes `time-limit`: a checked point, unproven.
 *
 * The gate cannot check that a bound, or `infeasible`, is true. It checks that an outcome does not contradict itself.
 *
 * @throws EngineError `INVALID_PROGRAM` with names and positions; `ENGINE_FAILED` when the engine throws anything
 *   else than an EngineError
 */
export function guarded(engine: Engine): Engine {
  return {
    name: engine.name,
    async solve(program, limits) {
      const fault = findFault(program);
      if (fault !== null) throw new EngineError('INVALID_PROGRAM', fault.message, fault.details);
      if (Number.isNaN(limits.timeLimitMs)) {
        throw new EngineError('INVALID_PROGRAM', 'timeLimitMs is not a number', {});
      }
      return checkOutcome(program, await ask(engine, program, limits));
    },
  };
}

async function ask(engine: Engine, ...question: Parameters<Engine['solve']>): Promise<Outcome> {
  try {
    return await engine.solve(...question);
  } catch (error) {
    if (error instanceof EngineError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new EngineError('ENGINE_FAILED', `${engine.name} failed: ${message}`, { engine: engine.name });
  }
}

/** The outcome, without what the program refutes. */
function checkOutcome(program: Program, outcome: Outcome): Outcome {
  const nothing = new Float64Array(program.levels.length).fill(Number.NEGATIVE_INFINITY);
  if (outcome.bounds.length !== program.levels.length || outcome.bounds.some(Number.isNaN)) {
    return checkOutcome(
      program,
      distrusted({ ...outcome, bounds: nothing }, 'its bounds are not one a level'),
    );
  }
  const pointFault = outcome.point === null ? null : describePointFault(program, outcome.point);
  if (pointFault !== null) {
    return distrusted({ ...outcome, point: null, bounds: nothing }, pointFault);
  }
  const { point, termination } = outcome;
  if (termination === 'infeasible') {
    return point === null ? outcome : distrusted({ ...outcome, bounds: nothing }, 'infeasible, with a point');
  }
  if (point === null) {
    return termination === 'optimal' ? distrusted({ ...outcome, bounds: nothing }, 'no point') : outcome;
  }
  return checkBounds(program, outcome, point);
}

function checkBounds(program: Program, outcome: Outcome, point: Float64Array): Outcome {
  const { levels } = program;
  const bounds = outcome.bounds.slice();
  for (const [at, level] of levels.entries()) {
    const value = levelValue(level, point);
    const bound = bounds[at]!;
    if (bound > value && !boundMeets(level.integral, value, bound)) {
      const nothing = bounds.fill(Number.NEGATIVE_INFINITY);
      return distrusted(
        { ...outcome, bounds: nothing },
        `${level.name} ${value} is below its bound ${bound}`,
      );
    }
    bounds[at] = Math.min(bound, value);
    if (boundMeets(level.integral, bound, value)) continue;
    // Later bounds hold for points that are best in this level. This point need not be one, so they may exceed its values.
    if (outcome.termination !== 'optimal') return { ...outcome, bounds };
    return {
      ...outcome,
      termination: 'time-limit',
      tieBreakProven: false,
      bounds,
      reason: `${outcome.reason}; optimality refused: ${level.name} ${value} has the bound ${bound}`,
    };
  }
  return { ...outcome, bounds };
}

function describePointFault(program: Program, point: Float64Array): string | null {
  if (point.length !== columnCount(program)) {
    return `its point has ${point.length} numbers for ${columnCount(program)} columns`;
  }
  const violation = findViolation(program, point);
  if (violation === null) return null;
  const { what, position, by } = violation;
  if (what === 'fraction') return `its point has ${point[position]} in column ${position}`;
  return `its point misses ${what} ${position} by ${by}`;
}

const distrusted = (outcome: Outcome, why: string): Outcome => ({
  ...outcome,
  termination: 'numerical',
  tieBreakProven: false,
  reason: `${outcome.reason}; refused: ${why}`,
});

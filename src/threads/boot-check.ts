import type { Program } from '../program/program.ts';
import type { Outcome } from '../solver/engine.ts';
import { EngineError } from '../solver/engine.ts';

/** Minimise x over 0 ≤ x ≤ 2 with x ≥ 1: every engine must say 1, or its thread is of no use. */
export const BOOT_PROGRAM: Program = {
  columnLower: Float64Array.of(0),
  columnUpper: Float64Array.of(2),
  rowLower: Float64Array.of(1),
  rowUpper: Float64Array.of(Number.POSITIVE_INFINITY),
  rowStarts: Int32Array.of(0, 1),
  columnIndices: Int32Array.of(0),
  coefficients: Float64Array.of(1),
  levels: [{ name: 'boot check', costs: Float64Array.of(1), scale: 1, integral: true }],
  tieBreak: Int32Array.of(0),
};

/** @throws EngineError `ENGINE_FAILED` when this is not the answer to {@link BOOT_PROGRAM} */
export function assertBootOutcome({ termination, point, engine }: Outcome): void {
  if (termination === 'optimal' && point?.length === 1 && point[0] === 1) return;
  const answer = `${termination}, x = ${point?.join(', ') ?? 'none'}`;
  throw new EngineError('ENGINE_FAILED', `expected the boot check to end optimal with x = 1, got ${answer}`, {
    engine,
  });
}

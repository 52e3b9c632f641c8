import type { PackingProgram } from '../../program/packing-program.ts';
import { isMet, levelsOf, type Objective } from './objectives.ts';
import type { PackingObjective } from './outcome.ts';

/** The values and bounds of all objectives but the last, which is what is kept of a start, in the program's units. */
export function reportOf(
  program: PackingProgram,
  objectives: readonly Objective[],
  values: Float64Array,
  bounds: Float64Array,
): PackingObjective[] {
  const levels = levelsOf(program);
  return objectives.slice(0, levels.length + 1).map((objective, at): PackingObjective => {
    const name =
      at < levels.length ? { name: 'value' as const, level: levels[at]! } : { name: 'age' as const };
    const value = values[at]! / objective.scale;
    const bound = isMet(objective, values[at]!, bounds[at]!) ? value : bounds[at]! / objective.scale;
    return { ...name, value, bound };
  });
}

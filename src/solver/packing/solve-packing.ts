import { overfullRow, type PackingProgram, packingFault, withRows } from '../../program/packing-program.ts';
import { EngineError } from '../engine.ts';
import { type Budget, budgetOf, partOf } from './budget.ts';
import { ComponentSearch } from './component-search.ts';
import { Incumbent } from './incumbent.ts';
import { compareValues, isMet, levelsOf, type Objective, objectivesOf, valuesOf } from './objectives.ts';
import type { PackingObjective, PackingOptions, PackingOutcome } from './outcome.ts';
import { componentsOf } from './reduce/components.ts';
import { reduce } from './reduce/reduce.ts';
import { fill, packingOf, unitsLeft } from './rows.ts';
import { SEARCH } from './search-parameters.ts';

/** A choice, its values, and what no choice exceeds. */
interface Answer {
  readonly chosen: Uint8Array;
  readonly values: Float64Array;
  readonly bounds: Float64Array;
  readonly components: number;
}

/**
 * Chooses items of a packing program: the most value of the first level, then of the next, then the most age, then as much
 * of the first start as is left.
 *
 * The answer is feasible, never worse than a start, and every bound is proven, whenever the time ends.
 *
 * @throws EngineError `INVALID_PROGRAM` where the program is not well formed, or what must be chosen does not fit
 */
export async function solvePacking(
  program: PackingProgram,
  options: PackingOptions,
): Promise<PackingOutcome> {
  const fault = packingFault(program);
  if (fault !== null) throw new EngineError('INVALID_PROGRAM', fault);
  if (overfullRow(program, program.must) >= 0) {
    throw new EngineError('INVALID_PROGRAM', 'the items that must be chosen do not fit together');
  }
  const budget = budgetOf(options.timeLimitMs, options.now, options.signal);
  const keep = options.start[0] ?? null;
  const objectives = objectivesOf(program, keep);
  const answer = await solveRounds(program, objectives, options, budget);
  return outcomeOf(program, objectives, answer, budget);
}

/** Solves; asks for rows that the answer breaks; solves with them, until it breaks none or the time has passed. */
async function solveRounds(
  program: PackingProgram,
  objectives: readonly Objective[],
  options: PackingOptions,
  budget: Budget,
): Promise<Answer> {
  const separate = options.separate ?? (() => []);
  const starts = feasibleStarts(program, options);
  let known = program;
  for (;;) {
    const answer = await solveOnce(known, objectives, starts, options, budget);
    const broken = separate(answer.chosen);
    if (broken.length === 0) return answer;
    known = withRows(known, broken);
    const repaired = repair(known, objectives, answer.chosen, separate);
    known = repaired.program;
    starts.push(repaired.chosen);
    if (budget.remainingMs() > 0) continue;
    const best = starts
      .map((chosen) => ({ chosen, values: valuesOf(objectives, chosen) }))
      .reduce((one, other) => (compareValues(objectives, other.values, one.values) > 0 ? other : one));
    return { ...answer, ...best, bounds: boundsOfRelaxation(objectives, best.values, answer.bounds) };
  }
}

/** The starts that are feasible, and what must be chosen alone. */
function feasibleStarts(program: PackingProgram, { start, separate }: PackingOptions): Uint8Array[] {
  const isFeasible = (chosen: Uint8Array) =>
    chosen.length === program.items &&
    chosen.every((one, item) => one === 1 || program.must[item] !== 1) &&
    overfullRow(program, chosen) < 0 &&
    (separate === undefined || separate(chosen).length === 0);
  return [program.must.slice(), ...start.filter(isFeasible)];
}

async function solveOnce(
  program: PackingProgram,
  objectives: readonly Objective[],
  starts: readonly Uint8Array[],
  { engine, onProgress, parameters }: PackingOptions,
  budget: Budget,
): Promise<Answer> {
  const { settled, open, packing } = reduce(program);
  const chosen = settled.slice();
  const values = valuesOf(objectives, settled);
  const bounds = values.slice();
  const components = componentsOf(packing);
  // In order of size, so that the largest has most of the time.
  const searches = components.map(({ members, packing: own }) => {
    const items = members.map((member) => open[member]!);
    const incumbent = new Incumbent(
      own,
      objectives.map((objective) => ({ ...objective, profit: pick(objective.profit, items) })),
      starts.map((start) => Uint8Array.from(items, (item) => start[item]!)),
    );
    return { items, incumbent, search: new ComponentSearch(incumbent, engine, { ...SEARCH, ...parameters }) };
  });
  const report = (phase: Parameters<NonNullable<typeof onProgress>>[0]['phase']) => {
    if (onProgress === undefined) return;
    const sum = (of: (incumbent: Incumbent) => Float64Array) =>
      values.map((value, at) => searches.reduce((total, { incumbent }) => total + of(incumbent)[at]!, value));
    const known = reportOf(
      program,
      objectives,
      sum((search) => search.values),
      sum((search) => search.bounds),
    );
    onProgress({
      phase,
      objective: known.find(({ value, bound }) => value !== bound) ?? known.at(-1)!,
      solved: searches.filter(({ search }) => search.isProven).length,
      components: searches.length,
    });
  };
  report('start');
  let entries = packing.row.length;
  for (const { incumbent, search } of searches) {
    const own = incumbent.packing.row.length;
    await search.run(partOf(budget, (budget.remainingMs() * own) / entries), report);
    entries -= own;
  }
  for (const { search } of searches) await search.run(budget, report);
  report('prove');
  for (const { items, incumbent } of searches) {
    items.forEach((item, index) => {
      chosen[item] = incumbent.choice[index]!;
    });
    for (let at = 0; at < objectives.length; at++) {
      values[at]! += incumbent.values[at]!;
      bounds[at]! += incumbent.bounds[at]!;
    }
  }
  return { chosen, values, bounds, components: components.length };
}

const pick = (from: Float64Array, at: Int32Array) => Float64Array.from(at, (index) => from[index]!);

/** Takes items out of a choice, those that add least first, until it keeps every row, asking for rows again and again. */
function repair(
  program: PackingProgram,
  objectives: readonly Objective[],
  choice: Uint8Array,
  separate: NonNullable<PackingOptions['separate']>,
): { program: PackingProgram; chosen: Uint8Array } {
  let known = program;
  const order = Int32Array.from(Array(program.items).keys()).sort((a, b) => {
    if (program.must[a] !== program.must[b]) return program.must[b]! - program.must[a]!;
    for (const { profit } of objectives) if (profit[a] !== profit[b]) return profit[b]! - profit[a]!;
    return a - b;
  });
  let chosen = choice;
  for (;;) {
    const { itemStart, row, weight, capacity } = known;
    const packing = packingOf(itemStart, row, weight, capacity);
    const kept = new Uint8Array(program.items);
    const wanted = chosen;
    fill(
      packing,
      order.filter((item) => wanted[item] === 1),
      kept,
      unitsLeft(packing, kept),
    );
    chosen = kept;
    const broken = separate(kept);
    if (broken.length === 0) return { program: known, chosen };
    known = withRows(known, broken);
  }
}

/** What the bounds of a program with fewer rows say: the first is one of ours, and the next while those before are met. */
function boundsOfRelaxation(
  objectives: readonly Objective[],
  values: Float64Array,
  bounds: Float64Array,
): Float64Array {
  let valid = true;
  return bounds.map((bound, at) => {
    const own = valid ? bound : objectives[at]!.profit.reduce((sum, each) => sum + each, 0);
    valid &&= isMet(objectives[at]!, values[at]!, bound);
    return own;
  });
}

function outcomeOf(
  program: PackingProgram,
  objectives: readonly Objective[],
  { chosen, values, bounds, components }: Answer,
  budget: Budget,
): PackingOutcome {
  const list = reportOf(program, objectives, values, bounds);
  const status = list.every(({ value, bound }) => value === bound) ? 'optimal' : 'feasible';
  return { chosen, objectives: list, status, components, reason: reasonOf(status, components, budget) };
}

/** The values and bounds of all objectives but the last, in the program's units. */
function reportOf(
  program: PackingProgram,
  objectives: readonly Objective[],
  values: Float64Array,
  bounds: Float64Array,
): PackingObjective[] {
  const levels = levelsOf(program);
  const reported = objectives.slice(0, levels.length + 1);
  return reported.map((objective, at): PackingObjective => {
    const met = isMet(objective, values[at]!, bounds[at]!);
    const name =
      at < levels.length ? { name: 'value' as const, level: levels[at]! } : { name: 'age' as const };
    const value = values[at]! / objective.scale;
    return { ...name, value, bound: met ? value : bounds[at]! / objective.scale };
  });
}

function reasonOf(status: PackingOutcome['status'], components: number, budget: Budget): string {
  const parts = components === 1 ? 'one component' : `${components} components`;
  if (status === 'optimal') return `every objective of ${parts} is proven`;
  return budget.remainingMs() <= 0
    ? `the time passed before every objective of ${parts} was proven`
    : `the engine left an objective of ${parts} unproven`;
}

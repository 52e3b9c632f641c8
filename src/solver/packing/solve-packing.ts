import { overfullRow, type PackingProgram, packingFault, withRows } from '../../program/packing-program.ts';
import { EngineError } from '../engine.ts';
import { type Budget, budgetOf, partOf } from './budget.ts';
import { compareValues, isMet, type Objective, objectivesOf, valuesOf } from './objectives.ts';
import type { PackingOptions, PackingOutcome } from './outcome.ts';
import { repair } from './repair.ts';
import { reportOf } from './report.ts';
import { type Answer, WholeSearch } from './whole-search.ts';

/** The part of the time that is left until an answer is looked at for rows that it breaks. */
const ROUND_SHARE = 0.25;
/** How often rows are asked for at first, for choices that take no search. */
const FIRST_ROUNDS = 10;

/**
 * Chooses items of a packing program: the most value of the first level, then of the next, then the most age, then as much
 * of the first start as is left.
 *
 * The answer is feasible, never worse than a start, and every bound is proven, whenever the time ends. The same program has
 * the same answer where no part of the search is stopped by the time.
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
  const objectives = objectivesOf(program, options.start[0] ?? null);
  const { answer, components } = await solveRounds(program, objectives, options, budget);
  const list = reportOf(program, objectives, answer.values, answer.bounds);
  const status = list.every(({ value, bound }) => value === bound) ? 'optimal' : 'feasible';
  return {
    chosen: answer.chosen,
    objectives: list,
    status,
    components,
    reason: reasonOf(status, components, budget),
  };
}

/** Searches; asks for rows that the answer breaks; goes on with them, until it breaks none or the time has passed. */
async function solveRounds(
  program: PackingProgram,
  objectives: readonly Objective[],
  options: PackingOptions,
  budget: Budget,
): Promise<{ readonly answer: Answer; readonly components: number }> {
  const { separate } = options;
  const feasible = feasibleStarts(program, options);
  let known =
    separate === undefined ? program : withFirstRows(program, objectives, feasible, options, budget);
  for (;;) {
    const search = new WholeSearch(known, objectives, feasible, options);
    let isBroken = false;
    while (!isBroken) {
      const share = separate === undefined ? 1 : ROUND_SHARE;
      // What is left after many rounds is too little to part.
      await search.run(budget.remainingMs() > 1 ? partOf(budget, budget.remainingMs() * share) : budget);
      const answer = search.answer();
      const broken = separate?.(answer.chosen) ?? [];
      const isOver = budget.remainingMs() <= 0;
      isBroken = broken.length > 0;
      if (isBroken) {
        known = withRows(known, broken);
        const repaired = repair(known, objectives, answer.chosen, separate!);
        known = repaired.program;
        feasible.push(repaired.chosen);
      } else if (search.isProven || isOver) {
        return { answer, components: search.components };
      } else {
        feasible.push(answer.chosen);
      }
      if (isOver)
        return { answer: bestOf(objectives, feasible, answer.bounds), components: search.components };
    }
  }
}

/** Adds the rows that quick choices break, before any time is spent on a good one. Each choice, repaired, is a start. */
function withFirstRows(
  program: PackingProgram,
  objectives: readonly Objective[],
  feasible: Uint8Array[],
  options: PackingOptions,
  budget: Budget,
): PackingProgram {
  const separate = options.separate!;
  let known = program;
  for (let round = 0; round < FIRST_ROUNDS && budget.remainingMs() > 0; round++) {
    const { chosen } = new WholeSearch(known, objectives, [program.must], options).answer();
    const broken = separate(chosen);
    if (broken.length === 0) break;
    const repaired = repair(withRows(known, broken), objectives, chosen, separate);
    known = repaired.program;
    feasible.push(repaired.chosen);
  }
  return known;
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

/**
 * The best of feasible choices, with what bounds of a program with fewer rows say of it: the first is one of ours, and the
 * next while the values of those before meet theirs.
 */
function bestOf(
  objectives: readonly Objective[],
  choices: readonly Uint8Array[],
  relaxed: Float64Array,
): Answer {
  const best = choices
    .map((chosen) => ({ chosen, values: valuesOf(objectives, chosen) }))
    .reduce((one, other) => (compareValues(objectives, other.values, one.values) > 0 ? other : one));
  let isBound = true;
  const bounds = relaxed.map((bound, at) => {
    const own = isBound ? bound : objectives[at]!.profit.reduce((sum, each) => sum + each, 0);
    isBound &&= isMet(objectives[at]!, best.values[at]!, bound);
    return own;
  });
  return { ...best, bounds };
}

function reasonOf(status: PackingOutcome['status'], components: number, budget: Budget): string {
  const parts = components === 1 ? 'one component' : `${components} components`;
  if (status === 'optimal') return `every objective of ${parts} is proven`;
  return budget.remainingMs() <= 0
    ? `the time passed before every objective of ${parts} was proven`
    : `the engine left an objective of ${parts} unproven`;
}

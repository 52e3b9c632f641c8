import type { Solved } from '../decision/solved.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Sourcing } from '../formulation/sources.ts';
import type { Engine } from '../solver/engine.ts';
import { DEFAULT_PARAMETERS, type SolveParameters } from '../solver/parameters.ts';
import { engineSettled, nobodySettled } from './reason.ts';
import { Turns } from './turns.ts';

/** A turn, and the milliseconds since the start at which it ends. */
interface TurnPlan {
  readonly by: 'search' | 'engine';
  readonly endsAt: number;
}

/**
 * The turns of search and engine but for the last one, which is an engine's. A short limit has one of the search, for a
 * search that starts anew gains nothing from a turn that is no longer. With a long limit both get a short turn first:
 * what the engine settles is not kept waiting. Where the engine would only have read the program by the end, the search
 * gets all.
 *
 * @param readingMs what the engine needs to read the program
 */
function turnsBeforeLast(
  timeLimitMs: number,
  readingMs: number,
  { firstTurnMs, searchShare, turnGrowth }: SolveParameters,
): TurnPlan[] {
  const searchEnd = searchShare * timeLimitMs;
  if (timeLimitMs - searchEnd < readingMs) return [{ by: 'search', endsAt: timeLimitMs }];
  if (searchEnd < (2 + turnGrowth) * firstTurnMs) {
    return [{ by: 'search', endsAt: Math.min(firstTurnMs, searchEnd) }];
  }
  return [
    { by: 'search', endsAt: firstTurnMs },
    { by: 'engine', endsAt: 2 * firstTurnMs },
    { by: 'search', endsAt: searchEnd },
  ];
}

/** Less than this is not worth a turn. */
const LEAST_MS = 1;

/**
 * Answers one attempt: by its structure where that covers it, else by an engine on the textbook program, else by both in
 * turns. Where nobody settles it, the best plan and the best bounds of all turns are the answer. The reason says who
 * answered, and why.
 *
 * @throws EngineError when no engine could be asked
 */
export async function solveAttempt(
  snapshot: Snapshot,
  sourcing: Sourcing,
  engine: Engine,
  timeLimitMs: number,
): Promise<Solved> {
  const turns = new Turns(snapshot, sourcing, engine);
  if (engine.solveAllocation === undefined) return (await turns.ask(timeLimitMs)) ?? turns.best();
  const settled = await takeTurns(turns, timeLimitMs, engine.parameters ?? DEFAULT_PARAMETERS);
  if (settled === null) {
    const best = turns.best();
    return { ...best, reason: nobodySettled(best, turns.course) };
  }
  const { by, solved } = settled;
  return by === 'search'
    ? solved
    : turns.withFailure({ ...solved, reason: engineSettled(solved, turns.course) });
}

/** Who settled the attempt, and what the answer is; null where nobody did. */
type Settled = { readonly by: TurnPlan['by']; readonly solved: Solved } | null;

async function takeTurns(turns: Turns, timeLimitMs: number, parameters: SolveParameters): Promise<Settled> {
  const startedAt = performance.now();
  const left = (endsAt: number) => endsAt - (performance.now() - startedAt);
  const readingMs = turns.cells / parameters.engineCellsPerMs;
  const plan = turnsBeforeLast(timeLimitMs, readingMs, parameters);
  for (const [at, { by, endsAt }] of plan.entries()) {
    // Where the search does not apply, or broke, the engine gets all that is left.
    if (turns.isSearchOver) break;
    const limitMs = Math.max(0, left(endsAt));
    // The first turn of the search is taken in any case, for it has a greedy plan.
    if (at > 0 && limitMs < (by === 'search' ? LEAST_MS : readingMs)) continue;
    const solved = await (by === 'search' ? turns.search(limitMs) : turns.ask(limitMs));
    if (solved === null) continue;
    if (by === 'engine' || !turns.leavesTies(solved, parameters.tieBreakCells)) return { by, solved };
    return breakTies(turns, solved, parameters.tieBreakShare * left(timeLimitMs));
  }
  if (turns.hasAnswer) return left(timeLimitMs) < readingMs ? null : askForRest(turns, left(timeLimitMs));
  return findFirstAnswer(turns, left(timeLimitMs), parameters.firstAnswerMs);
}

/** A greedy plan that flows prove need not be the first of its equals: an engine finds that one, if it is soon done. */
async function breakTies(turns: Turns, proven: Solved, limitMs: number): Promise<Settled> {
  const first = limitMs < LEAST_MS ? null : await turns.breakTies(proven, limitMs);
  return first === null ? { by: 'search', solved: proven } : { by: 'engine', solved: first };
}

async function askForRest(turns: Turns, limitMs: number): Promise<Settled> {
  const solved = limitMs < LEAST_MS ? null : await turns.ask(limitMs);
  return solved && { by: 'engine', solved };
}

/**
 * The last turns of an attempt without an answer: a moment of search where no more is left, then an engine. Both may
 * take `graceMs` whatever the limit says, because the answer would be none at all.
 */
async function findFirstAnswer(turns: Turns, leftMs: number, graceMs: number): Promise<Settled> {
  let limitMs = Math.max(leftMs, graceMs, LEAST_MS);
  if (leftMs < graceMs && !turns.isSearchOver) {
    const solved = await turns.search(graceMs);
    if (solved !== null) return { by: 'search', solved };
    if (turns.hasAnswer) limitMs = 0;
  }
  return askForRest(turns, limitMs);
}

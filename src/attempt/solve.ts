import type { Solved } from '../decision/solved.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Sourcing } from '../formulation/sources.ts';
import type { Engine } from '../solver/engine.ts';
import { Turns } from './turns.ts';

/** A turn, and the milliseconds since the start at which it ends. */
interface TurnPlan {
  readonly by: 'search' | 'engine';
  readonly endsAt: number;
}

/** The first turn of the search at most: more keeps waiting what only an engine settles. */
const FIRST_TURN_MS = 400;

/** After this part of the time limit the engine gets the rest. */
const SEARCH_SHARE = 0.45;

/** A later turn of the search starts anew, so it has to be longer than the first by this factor. */
const GROWTH = 3;

/**
 * The turns of search and engine. A short limit has one of each, for a search that starts anew gains nothing from a turn
 * that is no longer. With a long limit both get a short turn first: what the engine settles is not kept waiting.
 */
function turnsOf(timeLimitMs: number): TurnPlan[] {
  const searchEnd = SEARCH_SHARE * timeLimitMs;
  const last: TurnPlan = { by: 'engine', endsAt: timeLimitMs };
  if (searchEnd < (2 + GROWTH) * FIRST_TURN_MS) {
    return [{ by: 'search', endsAt: Math.min(FIRST_TURN_MS, searchEnd) }, last];
  }
  const first: readonly TurnPlan[] = [
    { by: 'search', endsAt: FIRST_TURN_MS },
    { by: 'engine', endsAt: 2 * FIRST_TURN_MS },
  ];
  return [...first, { by: 'search', endsAt: searchEnd }, last];
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
  const startedAt = performance.now();
  const turns = new Turns(snapshot, sourcing, engine);
  const left = (endsAt: number) => endsAt - (performance.now() - startedAt);
  if (engine.solveAllocation === undefined) return (await turns.ask(timeLimitMs)) ?? turns.best();
  const settled = await takeTurns(turns, turnsOf(timeLimitMs), left);
  if (settled !== null) return settled.by === 'search' ? settled.solved : because(turns, settled.solved);
  return because(turns, turns.best());
}

/** Who settled the attempt, and what the answer is; null where nobody did. */
type Settled = { readonly by: TurnPlan['by']; readonly solved: Solved } | null;

/** @param left milliseconds until one since the start */
async function takeTurns(
  turns: Turns,
  plan: readonly TurnPlan[],
  left: (endsAt: number) => number,
): Promise<Settled> {
  const last = plan.length - 1;
  for (const [at, { by, endsAt }] of plan.entries()) {
    // Where the search does not apply, the engine gets all that is left.
    if (by === 'search' && turns.declined !== null) continue;
    const limit = left(turns.declined === null ? endsAt : plan[last]!.endsAt);
    // Asked in any case are the search, which has a greedy plan, and without a plan the engine.
    const isNeeded = at === 0 || (at === last && !turns.hasPlan);
    if (limit < LEAST_MS && !isNeeded) continue;
    const limitMs = Math.max(at === 0 ? 0 : LEAST_MS, limit);
    const solved = await (by === 'search' ? turns.search(limitMs) : turns.ask(limitMs));
    if (solved !== null) return { by, solved };
  }
  return null;
}

/** The answer, with the reason why the search alone did not settle it. */
const because = ({ declined }: Turns, solved: Solved): Solved => ({
  ...solved,
  reason: `${declined ?? 'the search stalled'}; ${solved.reason}`,
});

import type { Solved } from '../decision/solved.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Sourcing } from '../formulation/sources.ts';
import type { Engine } from '../solver/engine.ts';
import { Turns } from './turns.ts';

/**
 * The turns of search and engine, as the part of the time limit at which each ends. They grow, because a search starts
 * anew each time; what it had done before costs a third of it at most.
 */
const TURN_ENDS = [
  { by: 'search', at: 0.15 },
  { by: 'engine', at: 0.35 },
  { by: 'search', at: 0.65 },
  { by: 'engine', at: 1 },
] as const;

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
  const left = (part: number) => timeLimitMs * part - (performance.now() - startedAt);
  if (engine.solveAllocation === undefined) return (await turns.ask(timeLimitMs)) ?? turns.best();
  const settled = await takeTurns(turns, left);
  if (settled !== null) return settled.by === 'search' ? settled.solved : because(turns, settled.solved);
  return because(turns, turns.best());
}

/** Who settled the attempt, and what the answer is; null where nobody did. */
type Settled = { readonly by: 'search' | 'engine'; readonly solved: Solved } | null;

/** @param left milliseconds until a part of the time limit has passed */
async function takeTurns(turns: Turns, left: (part: number) => number): Promise<Settled> {
  const first = await turns.search(Math.max(0, left(TURN_ENDS[0].at)));
  if (first !== null) return { by: 'search', solved: first };
  for (const { by, at } of TURN_ENDS.slice(1)) {
    // Where the search does not apply, the engine gets all that is left; without a plan it is asked in any case.
    if (by === 'search' && turns.declined !== null) continue;
    const limit = left(turns.declined === null ? at : 1);
    if (limit < LEAST_MS && (turns.hasPlan || at < 1)) continue;
    const solved = await (by === 'search' ? turns.search(limit) : turns.ask(Math.max(LEAST_MS, limit)));
    if (solved !== null) return { by, solved };
  }
  return null;
}

/** The answer, with the reason why the search alone did not settle it. */
const because = ({ declined }: Turns, solved: Solved): Solved => ({
  ...solved,
  reason: `${declined ?? 'the search stalled'}; ${solved.reason}`,
});

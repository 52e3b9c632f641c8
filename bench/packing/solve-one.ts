import { loadHighsPacking } from '../../src/solver/engines/highs-packing.ts';
import { solvePacking } from '../../src/solver/packing/solve-packing.ts';
import { drawPacking } from './draw.ts';
import { Followed } from './followed.ts';
import { solveByHighs } from './highs.ts';

/** What one process measured of one instance. */
export interface Measured {
  readonly value: number;
  readonly bound: number;
  readonly gap: number;
  readonly reached: readonly (number | null)[];
  readonly ms: number;
  readonly peakMiB: number;
}

/** Items of the instance with which everything is warmed up. */
const WARM_UP_ITEMS = 500;
const WARM_UP_MS = 2_000;

async function ours(seed: number, items: number, limitMs: number): Promise<Followed> {
  const engine = await loadHighsPacking();
  const solve = async (program: ReturnType<typeof drawPacking>, timeLimitMs: number) => {
    const follow = new Followed();
    const { objectives } = await solvePacking(program, {
      start: [],
      timeLimitMs,
      now: () => follow.ms,
      engine,
      onProgress: ({ value }) => follow.tell(value.value, value.bound),
    });
    follow.tell(objectives[0]!.value, objectives[0]!.bound);
    return follow;
  };
  await solve(drawPacking(0, WARM_UP_ITEMS), WARM_UP_MS);
  return solve(drawPacking(seed, items), limitMs);
}

function theirs(seed: number, items: number, limitMs: number): Followed {
  solveByHighs(drawPacking(0, WARM_UP_ITEMS), 0, WARM_UP_MS, new Followed());
  const program = drawPacking(seed, items);
  const follow = new Followed();
  solveByHighs(program, 0.0005, limitMs, follow);
  return follow;
}

/** Solves one drawn instance in this process, and prints what it measured as a line of JSON. */
export async function solveOne(who: string, seed: number, items: number, limitMs: number): Promise<void> {
  const { figures } = who === 'ours' ? await ours(seed, items, limitMs) : theirs(seed, items, limitMs);
  const measured: Measured = { ...figures, peakMiB: process.resourceUsage().maxRSS / 1024 };
  console.log(JSON.stringify(measured));
}

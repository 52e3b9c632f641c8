import type fc from 'fast-check';

/** Runs of a property of ordinary cost. The one place that says how much is tried. */
const DEFAULT_RUNS = 100;

function numberFrom(name: string): number | undefined {
  const text = process.env[name];
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  if (!Number.isInteger(value)) throw new Error(`${name} must be an integer, is "${text}"`);
  return value;
}

/**
 * The seed of everything that tests draw: the same in every run, so that two runs do the same work. `FC_SEED` sets
 * another; `npm run soak:properties` draws one and prints it.
 */
export const SEED = numberFrom('FC_SEED') ?? 20_260_501;

/**
 * How a property is run: `FC_RUNS` sets the number of runs of a property of ordinary cost (default 100), `FC_SEED`
 * the seed, and `FC_PATH` the path to one failing run. A failure prints the seed and the path.
 *
 * @param share how many times as often as an ordinary property: more than 1 for cheap ones, less for dear ones
 */
export function runs(share = 1): fc.Parameters<unknown> {
  const path = process.env.FC_PATH;
  return {
    numRuns: Math.max(1, Math.round((numberFrom('FC_RUNS') ?? DEFAULT_RUNS) * share)),
    seed: SEED,
    ...(path === undefined ? {} : { path }),
  };
}

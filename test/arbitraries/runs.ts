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
 * How a property is run: `FC_RUNS` sets the number of runs of a property of ordinary cost (default 100),
 * `FC_SEED` the seed, and `FC_PATH` the path to one failing run. A failure prints the seed and the path.
 *
 * @param share how many times as often as an ordinary property: more than 1 for cheap ones, less for dear ones
 */
export function runs(share = 1): fc.Parameters<unknown> {
  const seed = numberFrom('FC_SEED');
  const path = process.env.FC_PATH;
  return {
    numRuns: Math.max(1, Math.round((numberFrom('FC_RUNS') ?? DEFAULT_RUNS) * share)),
    ...(seed === undefined ? {} : { seed }),
    ...(path === undefined ? {} : { path }),
  };
}

import { ALLOCATION } from './parameters/allocation.ts';
import { ATTEMPT } from './parameters/attempt.ts';
import { ENGINES } from './parameters/engines.ts';
import type { ParameterRow } from './parameters/row.ts';
import { SEARCH } from './parameters/search.ts';

/**
 * Every parameter of the search and of an attempt, with its range, its default and what it costs. None of them changes
 * an optimum: they decide how the time is spent, and what is left unproven when it ends. Numerical tolerances are no
 * parameters, for an answer would no longer be exact with other ones; they stand where they are derived.
 */
export const PARAMETERS = {
  ...ATTEMPT,
  ...ALLOCATION,
  ...SEARCH,
  ...ENGINES,
} as const satisfies Readonly<Record<string, ParameterRow>>;

/** The values of {@link PARAMETERS}, by name. */
export type SolveParameters = { readonly [Name in keyof typeof PARAMETERS]: number };

/**
 * All parameters: the given values, and the defaults of the others.
 *
 * @throws RangeError naming the parameter and its range, for a name that is none or a value outside its range
 */
export function solveParameters(given: Partial<SolveParameters> = {}): SolveParameters {
  const rows: Readonly<Record<string, ParameterRow>> = PARAMETERS;
  for (const [name, value] of Object.entries(given)) {
    const known = Object.hasOwn(rows, name) ? rows[name] : undefined;
    if (known === undefined) throw new RangeError(`there is no solver parameter ${name}`);
    const { least, most, integer, unit } = known;
    const kind = integer ? 'an integer' : 'a number';
    if (!(value >= least && value <= most) || (integer && !Number.isInteger(value))) {
      throw new RangeError(`${name} must be ${kind} from ${least} to ${most} (${unit}), got ${value}`);
    }
  }
  const defaults = Object.fromEntries(Object.entries(rows).map(([name, each]) => [name, each.default]));
  return { ...(defaults as unknown as SolveParameters), ...given };
}

/** Every parameter at its default. */
export const DEFAULT_PARAMETERS: SolveParameters = solveParameters();

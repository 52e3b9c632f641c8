import { type Fault, formatPath, InputError } from '../../domain/faults.ts';

/** Faults that are listed. */
const MOST_FAULTS = 1000;
/** A NUL, or half of a surrogate pair: JSON can spell both, no database keeps them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing it is the purpose
const UNSTORABLE = /\u0000|\p{Surrogate}/u;

function collect(value: unknown, path: readonly PropertyKey[], faults: Fault[]): void {
  if (faults.length >= MOST_FAULTS) return;
  if (typeof value === 'string') {
    if (!UNSTORABLE.test(value)) return;
    const message = 'must not hold U+0000 or half of a surrogate pair';
    faults.push({ path: formatPath(path), code: 'wrong_format', message });
  } else if (Array.isArray(value)) {
    value.forEach((entry, index) => {
      collect(entry, [...path, index], faults);
    });
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, entry] of Object.entries(value)) collect(entry, [...path, key], faults);
  }
}

/** Whether a value holds such a text. Almost none does, and then no path is needed. */
function isUnstorable(value: unknown): boolean {
  if (typeof value === 'string') return UNSTORABLE.test(value);
  if (typeof value !== 'object' || value === null) return false;
  for (const key in value) if (isUnstorable((value as Record<string, unknown>)[key])) return true;
  return false;
}

/**
 * Refuses an input that holds a text which no store can keep. Each service walks its input once.
 *
 * @param input of the depth that a schema allows; its keys begin the paths of the faults
 * @throws InputError `malformed`, naming each such text
 */
export function assertStorable(input: object): void {
  if (!isUnstorable(input)) return;
  const faults: Fault[] = [];
  collect(input, [], faults);
  throw new InputError('malformed', faults);
}

import { type Fault, formatPath, InputError } from '../../../domain/faults.ts';
import type { ZodApp } from '../../zod-app.ts';

/** Faults that are listed. */
const MOST = 1000;
/** A NUL, or half of a surrogate pair: JSON can spell both, no database keeps them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing it is the purpose
const UNSTORABLE = /\u0000|\p{Surrogate}/u;

function collect(value: unknown, path: readonly PropertyKey[], faults: Fault[]): void {
  if (faults.length >= MOST) return;
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

/** Whether a value holds such a text. Almost none does, and then nobody asks where. */
function isUnstorable(value: unknown): boolean {
  if (typeof value === 'string') return UNSTORABLE.test(value);
  if (typeof value !== 'object' || value === null) return false;
  for (const key in value) if (isUnstorable((value as Record<string, unknown>)[key])) return true;
  return false;
}

/** Refuses texts that no store can keep, wherever in a request they stand. */
export function refuseUnstorable(app: ZodApp): void {
  // After validation: what has passed its schema is no deeper than it.
  app.addHook('preHandler', async ({ body, params, query }) => {
    const parts = [params, query, body];
    if (!parts.some(isUnstorable)) return;
    const faults: Fault[] = [];
    for (const part of parts) collect(part, [], faults);
    throw new InputError('malformed', faults);
  });
}

import { InputError } from '../../domain/faults.ts';

/**
 * Refuses a field that a write sends back from a read with another value than the resource has: it cannot be
 * changed by this write, and leaving it aside would hide that.
 *
 * @throws InputError contradictory
 */
export function assertSame(path: string, given: unknown, actual: unknown): void {
  if (given === undefined || given === actual) return;
  const message = `is ${JSON.stringify(actual)} and cannot be changed by this request`;
  throw new InputError('contradictory', [{ path, code: 'not_allowed', message }]);
}

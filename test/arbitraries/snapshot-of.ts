import { OptimizeRequest, type OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import type { Snapshot } from '../../src/domain/snapshot.ts';
import { parseInput } from '../../src/input/parse.ts';
import { takeSnapshot } from '../../src/input/take-snapshot.ts';

/** The clock's instant in tests whose request states no `asOf`. */
export const NOW = '2026-05-01T09:00:00Z';

/**
 * The snapshot of a request as a caller writes it.
 *
 * @throws InputError when the request is malformed or contradicts itself
 */
export function snapshotOf(input: OptimizeRequestInput): Snapshot {
  return takeSnapshot(parseInput(OptimizeRequest, input), NOW);
}

import fc from 'fast-check';
import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { optimizeRequest } from '../arbitraries/request.ts';
import { crowdedRequest } from './crowded.ts';

const MODES = ['lexicographic', 'weighted'] as const;
const RELEASES = ['none', 'line', 'quantity'] as const;

/** What attempts are drawn from, and how many make a batch: the larger ones take as long as many small ones. */
const KINDS = {
  tiny: { drawn: optimizeRequest('tiny'), batch: 50 },
  small: { drawn: optimizeRequest('small'), batch: 50 },
  medium: { drawn: optimizeRequest('medium'), batch: 10 },
  crowded: { drawn: crowdedRequest, batch: 10 },
} as const;

/** Attempts of one objective mode, one release mode and one kind. */
interface Stratum {
  readonly mode: (typeof MODES)[number];
  readonly release: (typeof RELEASES)[number];
  readonly kind: keyof typeof KINDS;
}

/** Every mode with every kind, taken in turn. Small ones, in which every rule meets every other, come twice. */
export const STRATA: readonly Stratum[] = (['small', 'crowded', 'tiny', 'small', 'medium'] as const).flatMap(
  (kind) => MODES.flatMap((mode) => RELEASES.map((release) => ({ mode, release, kind }))),
);

/** Draws the attempts of one batch: the same for the same seed. */
export function drawBatch({ mode, release, kind }: Stratum, seed: number): OptimizeRequestInput[] {
  const { drawn, batch } = KINDS[kind];
  const inStratum = drawn
    .filter(({ settings }) => settings?.objective?.mode === mode)
    .map((request) => ({
      ...request,
      settings: { ...request.settings, partialRelease: release },
      explain: 'none' as const,
    }));
  return fc.sample(inStratum, { seed, numRuns: batch });
}

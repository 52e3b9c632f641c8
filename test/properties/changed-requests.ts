import fc from 'fast-check';
import type { Decision } from '../../src/domain/decision.ts';
import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { attempt, unexplained } from './attempts.ts';

/** Settings of the objective that every caller starts with. */
export const lexicographic = { objective: { mode: 'lexicographic' as const } };

/** The same request with other settings. */
export const withSettings = (request: OptimizeRequestInput, settings: OptimizeRequestInput['settings']) => ({
  ...request,
  settings: { ...request.settings, ...settings },
});

/** The same request with its lines changed. */
export const withLines = (
  request: OptimizeRequestInput,
  change: (line: OptimizeRequestInput['shipment']['items'][number]) => object,
): OptimizeRequestInput => ({
  ...request,
  shipment: {
    ...request.shipment,
    items: request.shipment.items.map((line) => ({ ...line, ...change(line) })),
  },
});

/** Whether an attempt releases the shipment, or in partial release some of it. */
export const isReleased = async (request: OptimizeRequestInput) =>
  (await attempt(unexplained(request))).decision !== 'held';

/** Runs a claim on shipments that are held. */
export const onHeld = (
  requests: fc.Arbitrary<OptimizeRequestInput>,
  claim: (request: OptimizeRequestInput, hold: NonNullable<Decision['hold']>) => Promise<void>,
) =>
  fc.asyncProperty(requests, async (request) => {
    const { hold } = await attempt(request);
    fc.pre(hold !== null);
    await claim(request, hold!);
  });

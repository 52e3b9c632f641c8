import type { WaveAnswer } from '../domain/wave/answer.ts';
import type { WavePolicy, WaveRequest } from '../domain/wave/request.ts';
import { type AttemptContext, type AttemptedShipment, attemptedShipment, siteOf } from './attempt-request.ts';

/** Decides many shipments over one stock; what it answers has passed the checker. */
export type DecideWave = (request: WaveRequest) => Promise<WaveAnswer>;

/** A shipment in its place in the queue. */
export interface StandingShipment extends AttemptedShipment {
  readonly priority: number;
  /** ISO 8601 in UTC: its age. */
  readonly submittedAt: string;
}

/** An instant, or this one where that is to come: another process may have a clock that is ahead. */
const notAfter = (instant: string, now: string): string => (instant > now ? now : instant);

/**
 * The request of a wave, from the records of a site.
 *
 * @param wholeOnly nobody is released in part, whatever the settings say
 */
export const waveRequest = (
  shipments: readonly StandingShipment[],
  context: AttemptContext,
  { policy, wholeOnly }: { readonly policy: WavePolicy; readonly wholeOnly: boolean },
): WaveRequest => ({
  ...siteOf(context, wholeOnly ? 'none' : undefined),
  shipments: shipments.map((shipment) => ({
    ...attemptedShipment(shipment, context.products),
    priority: shipment.priority,
    value: 1,
    backorderedAt: notAfter(shipment.submittedAt, context.now),
    promised: null,
    pinned: null,
  })),
  policy,
  ageWeight: 0,
  limits: { timeLimitMs: context.timeLimitMs },
  explain: context.explain === 'none' ? 'none' : 'reasons',
});

import { NothingProvenError } from '../../attempt/optimize.ts';
import type { ChildShipment, Decision } from '../../domain/decision.ts';
import type { SiteSettings } from '../../domain/site/settings.ts';
import {
  type AttemptContext,
  type AttemptedShipment,
  attemptRequest,
} from '../../routing/attempt-request.ts';
import type { ReleasePorts } from '../service-ports.ts';

/** Longest that one of these attempts may take, in milliseconds: they are small, and stock is locked meanwhile. */
const MOST_MS = 1_000;

/** Errors of a solver that concern one attempt alone. */
const OF_ONE_ATTEMPT = new Set(['EngineError', 'InvariantError', 'NothingProvenError']);

/**
 * Decides an attempt; what fails or proves nothing in time counts as held: the promise in question stays as it is.
 *
 * @param partialRelease left out: as the site has set it
 * @returns null where nothing can go
 */
export async function decideQuietly(
  ports: ReleasePorts,
  shipment: AttemptedShipment,
  context: AttemptContext,
  partialRelease?: 'none',
): Promise<Decision | null> {
  try {
    const decision = await ports.decide(attemptRequest(shipment, context, partialRelease));
    return decision.decision === 'held' ? null : decision;
  } catch (error) {
    if (error instanceof NothingProvenError) return null;
    if (error instanceof Error && OF_ONE_ATTEMPT.has(error.name)) return null;
    throw error;
  }
}

/** What single packages are decided with: everything but the limits that make them single. */
export type PackageContext = Omit<AttemptContext, 'explain'>;

/**
 * The one package that could cover all of a shipment soonest: current stock of one location, or its lots of one day.
 *
 * @param changes of the settings, such as another Future Date Limit
 * @returns null where there is none
 */
export async function singlePackage(
  ports: ReleasePorts,
  shipment: AttemptedShipment,
  context: PackageContext,
  changes: Partial<SiteSettings> = {},
): Promise<{ readonly child: ChildShipment; readonly decision: Decision } | null> {
  const settings = { ...context.settings, ...changes, maxChildShipments: 1, maxFulfillingLocations: null };
  const timeLimitMs = Math.min(context.timeLimitMs, MOST_MS);
  const decision = await decideQuietly(
    ports,
    shipment,
    { ...context, settings, timeLimitMs, explain: 'none' },
    'none',
  );
  const [child, ...others] = decision?.children ?? [];
  return decision === null || child === undefined || others.length > 0 ? null : { child, decision };
}

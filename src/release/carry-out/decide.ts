import type { Decision } from '../../domain/decision.ts';
import type { OptimizeRequest } from '../../domain/optimize-request.ts';
import type { SiteSettings } from '../../domain/site/settings.ts';
import type { ReleasePorts } from '../service-ports.ts';

/** A plan that keeps every rule, and a better one may exist. */
export const isUnproven = ({ proof }: Decision): boolean => proof.status === 'feasible';

/** Whether a plan is further from what is proven than the site lets be carried out. */
export function isTooUncertain(decision: Decision, { maxGap }: SiteSettings): boolean {
  if (!isUnproven(decision) || maxGap === null) return false;
  const { gap } = decision.proof;
  return gap === null || gap > maxGap;
}

const unitsOf = ({ children }: Decision): number =>
  children.flatMap((child) => child.items).reduce((units, item) => units + item.quantity, 0);

/**
 * Decides an attempt of the site. A plan that time ran out on is decided once more with `unprovenRetryMs` before anybody
 * carries it out; a part of fewer than `minPartialUnits` is none.
 *
 * @throws NothingProvenError and what else the port throws
 */
export async function decide(
  ports: Pick<ReleasePorts, 'decide'>,
  request: OptimizeRequest,
  { unprovenRetryMs, minPartialUnits }: SiteSettings,
): Promise<Decision> {
  let decision = await ports.decide(request);
  if (isUnproven(decision) && unprovenRetryMs > 0) {
    decision = await ports.decide({
      ...request,
      limits: { ...request.limits, timeLimitMs: unprovenRetryMs },
    });
  }
  const isTooLittle = decision.decision === 'partially-released' && unitsOf(decision) < minPartialUnits;
  if (!isTooLittle) return decision;
  return ports.decide({ ...request, settings: { ...request.settings, partialRelease: 'none' } });
}

/** A plan that is not carried out: the shipment stays as it is. */
export const heldBack = (decision: Decision): Decision => ({
  ...decision,
  decision: 'held',
  shipmentStatus: 'BACKORDER',
  children: [],
  remainder: [],
});

import type { ProductCode } from '../../domain/ids.ts';
import { ChangedMeanwhile, productsOf } from '../changed-meanwhile.ts';
import type { InHand, QueueDay, QueueReader } from '../ports/queue.ts';
import { assertReleasesLeft } from '../queue/left-releases.ts';
import type { LockedPlans } from './lock-plans.ts';
import { type Release, releasesOf } from './proposal.ts';

/** What those who stand before plans are asked for. */
export interface Asking {
  /** The site's day by now, and what may be improved on it. */
  readonly day: QueueDay;
  /** Shipments that were decided together with the plans. */
  readonly inHand: readonly InHand[];
}

/** Whether those before a plan want more of something that it takes than it leaves to them. */
const takesWanted = (
  { proposal: { shipment, leaves } }: Release,
  wanted: ReadonlyMap<ProductCode, number>,
): boolean => productsOf(shipment.items).some((code) => (wanted.get(code) ?? 0) > (leaves?.get(code) ?? 0));

/**
 * The plans before the first that takes what undecided shipments before it may want. Who is undecided may have changed
 * since it was decided, by a product that the plans have nothing to do with: somebody who was held beside them, or before,
 * and has all that he needs by now. To be asked with the stock locked, and before anything is taken.
 *
 * @param plans in queue order
 * @returns at least one
 * @throws ChangedMeanwhile where that is the first plan, or they want the releases of a day that the plans make
 */
export async function leavingToOthers(
  reader: QueueReader,
  locked: LockedPlans,
  { day, inHand }: Asking,
): Promise<LockedPlans> {
  const before = locked.plans.at(-1)!.proposal.shipment;
  const productCodes = productsOf(locked.plans.flatMap(({ proposal }) => proposal.shipment.items));
  const wanted = await reader.undecidedWants({ productCodes, before, day, inHand });
  const first = locked.plans.findIndex((plan) => takesWanted(plan, wanted));
  if (first === 0) throw new ChangedMeanwhile('what is wanted by those before it');
  const plans = first === -1 ? locked.plans : locked.plans.slice(0, first);
  const releases = plans.map((plan) => ({ dayLimits: plan.proposal.dayLimits, made: releasesOf(plan) }));
  await assertReleasesLeft(reader, releases, plans.at(-1)!.proposal.shipment, day, inHand);
  return { ...locked, plans };
}

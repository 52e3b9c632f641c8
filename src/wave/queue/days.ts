import type { Settings } from '../../domain/settings.ts';
import type { Commitment, WavePlan } from '../plan.ts';

/** Whether a class may use one of its days. */
export type DayGate = (want: number, at: number) => boolean;

const everyDay: DayGate = () => true;

/**
 * Gives a shipment, of each of its products, the most that its mode allows, from its best days first, so that all that is
 * given already can stand.
 *
 * What can be taken of a product next to what others have is a matroid over the units of its sources (a transversal one).
 * Days stand in a strict order, so that taking as much as possible of each in turn gives the best there is in
 * `unfilledUnits`, `futureUnits` and `waitUnitDays`, one after another, and no other distribution over days is as good.
 *
 * @returns null where nothing can be released: then nothing is taken
 */
export function takeBestDays(
  plan: WavePlan,
  shipment: number,
  mode: Settings['partialRelease'],
  mayUse: DayGate = everyDay,
): Commitment[] | null {
  const { wants } = plan.wants[shipment]!;
  const taken: Commitment[] = [];
  for (let want = 0; want < wants.length; want++) {
    const { class: ofWant, units } = wants[want]!;
    const supply = plan.supply(ofWant.product);
    const first = taken.length;
    let missing = units;
    for (let at = 0; at < ofWant.ranks.length && missing > 0; at++) {
      if (!mayUse(want, at)) continue;
      const given = supply.take(plan.setOfRank(ofWant, at), missing);
      if (given === 0) continue;
      taken.push({ want, at, units: given });
      missing -= given;
    }
    if (missing === 0 || mode === 'quantity') continue;
    if (mode === 'none') {
      plan.giveBackCommitments(shipment, taken);
      return null;
    }
    // By line: a line goes whole or not at all, and a want is one line.
    plan.giveBackCommitments(shipment, taken.splice(first));
  }
  return taken.length === 0 && wants.length > 0 ? null : taken;
}

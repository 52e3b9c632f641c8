import type { ChoiceBounds } from '../answer/objective.ts';
import type { WaveContext } from '../context.ts';
import { type Decided, decidedCourse } from '../course.ts';
import type { WaveEngines } from '../engines.ts';
import type { Commitment } from '../plan.ts';
import { type Course, Queue } from '../queue/in-order.ts';
import { compareWorth, isWhole } from '../worth.ts';
import { type Choice, chooseShipments } from './choose-shipments.ts';
import { daysOfProduct } from './days.ts';
import { demandsByProduct, unitsToGive } from './demands.ts';

/** A wave that is decided for the most value. */
export interface Optimal {
  readonly decided: Decided;
  readonly bounds: ChoiceBounds;
  readonly reason: string;
}

/** Days of all that is chosen, product by product, by shipment. */
function daysOfChosen(context: WaveContext, queue: Queue, chosen: Uint8Array): Map<number, Commitment[]> {
  const units = unitsToGive(context, queue);
  const days = new Map<number, Commitment[]>();
  for (const all of demandsByProduct(context, queue)) {
    const demands = all.filter(({ shipment }) => chosen[shipment] === 1);
    if (demands.length === 0) continue;
    for (const { shipment, commitment } of daysOfProduct(context, demands, units)) {
      const known = days.get(shipment);
      if (known === undefined) days.set(shipment, [commitment]);
      else known.push(commitment);
    }
  }
  return days;
}

/** Units of one want on one day, once. */
function merged(commitments: readonly Commitment[]): Commitment[] {
  const sums = new Map<string, Commitment>();
  for (const { want, at, units } of commitments) {
    const key = `${want} ${at}`;
    sums.set(key, { want, at, units: units + (sums.get(key)?.units ?? 0) });
  }
  return [...sums.values()];
}

/**
 * Releases the chosen shipments: those of whom flows decide get the days that are best for all together; the others their
 * own attempts, next to what is kept for those. Then whoever is left gets what is left, in the order of the queue.
 */
async function release(context: WaveContext, queue: Queue, chosen: Uint8Array): Promise<Decided> {
  const days = daysOfChosen(context, queue, chosen);
  const apart: number[] = [];
  queue.letAllGo();
  for (const [shipment, { isByFlows, wants }] of context.wants.entries()) {
    if (chosen[shipment] === 0) continue;
    if (!isByFlows) apart.push(shipment);
    else if (wants.length === 0) queue.give(shipment, []);
    else queue.giveDays(shipment, merged(days.get(shipment)!));
  }
  for (const shipment of apart) queue.guarantee(shipment);
  for (const shipment of apart) await queue.serve(shipment);
  for (let shipment = 0; shipment < context.wants.length; shipment++) {
    if (queue.isReleased[shipment] === 1 && !queue.isKept[shipment]) continue;
    await queue.serve(shipment);
  }
  queue.keepUnchanged();
  return decidedCourse(context, queue);
}

/**
 * Decides a wave for the most value.
 *
 * @param starts waves that are decided otherwise, first-come first; the choice of shipments is never worse than theirs
 * @param timeLimitMs milliseconds for choosing the shipments
 */
export async function decideOptimal(
  context: WaveContext,
  engines: WaveEngines,
  starts: readonly Course[],
  timeLimitMs: number,
): Promise<Optimal> {
  const queue = new Queue(context, false);
  const choice = await chooseShipments(context, queue, await engines.packing(), starts, timeLimitMs);
  const decided = await release(context, queue, choice.chosen);
  return { decided, bounds: boundsOf(context, choice, decided), reason: reasonOf(choice) };
}

/** The better of what was found and of waves that are decided otherwise, tier by tier; of equal ones what was found. */
export function bestOf(optimal: Optimal, others: readonly Decided[]): Optimal {
  const best = others.reduce(
    (one, other) => (compareWorth(other.worth, one.worth) < 0 ? other : one),
    optimal.decided,
  );
  if (best === optimal.decided) return optimal;
  const reason = `one of the orders of the queue is the best known in all tiers; of the choice: ${optimal.reason}`;
  return { decided: best, bounds: { ...optimal.bounds, waiting: null }, reason };
}

/** What is proven; of days only for who is released, and where flows decide of all of them. */
function boundsOf(
  { wants }: WaveContext,
  { valueByPriority, ageDays, chosen }: Choice,
  decided: Decided,
): ChoiceBounds {
  const { course, worth } = decided;
  const isExact = wants.every(
    ({ isByFlows }, shipment) =>
      (isByFlows || course.isReleased[shipment] === 0) &&
      Number(isWhole(course, shipment)) === chosen[shipment],
  );
  const waiting = isExact
    ? ([worth.unfilledUnits, worth.secondChoiceUnits, worth.waitUnitDays] as const)
    : null;
  return { valueByPriority, ageDays, waiting };
}

const reasonOf = ({ reason, isProven }: Choice): string =>
  isProven
    ? `the shipments of the most value were chosen (${reason}), and their days and locations together`
    : `the best choice known of shipments was released (${reason}), with their days and locations together`;

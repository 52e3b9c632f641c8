import type { WaveContext } from '../context.ts';
import type { Pick, WavePlan } from '../plan.ts';
import type { Course } from '../queue/in-order.ts';
import { waitingOfPicks, waitsLess } from '../queue/promise.ts';
import { byDay, chooseDay, choosePlaces } from './choose.ts';
import type { LeastPlaces } from './least-places.ts';
import { takeOwnAttempt } from './own-attempt.ts';

/** Times that all shipments are gone through at most, each trying to do better with what the others leave. */
const MOST_PASSES = 4;

/** Packages and cost of what a shipment takes. */
export function placesOf({ stock }: WaveContext, picks: readonly Pick[]): { children: number; cost: number } {
  const packages = new Set<number>();
  let cost = 0;
  for (const { source, units } of picks) {
    const location = stock.sourceLocation[source]!;
    const item = stock.sourceRank[source]! * stock.locations.length + location;
    cost += units * stock.sourceUnitCost[source]!;
    if (packages.has(item)) continue;
    packages.add(item);
    cost += stock.locations[location]!.cost;
  }
  return { children: packages.size, cost };
}

/** Sums of decimals that are added in another order differ by less than this part of their size. */
const ROUNDING = 1e-9;

const isBetter = (
  one: { children: number; cost: number },
  other: { children: number; cost: number },
): boolean =>
  one.children !== other.children
    ? one.children < other.children
    : one.cost < other.cost - ROUNDING * Math.abs(other.cost);

/** Whether a plan of sources is better than another one of the same units. */
function isBetterPlan(context: WaveContext, one: readonly Pick[], other: readonly Pick[]): boolean {
  const [waitsOne, waitsOther] = [waitingOfPicks(context, one), waitingOfPicks(context, other)];
  if (waitsLess(waitsOne, waitsOther)) return true;
  return !waitsLess(waitsOther, waitsOne) && isBetter(placesOf(context, one), placesOf(context, other));
}

/** Lets one shipment choose anew over what all others leave. @returns whether it found better, and whether that is proven */
async function chooseAnew(context: WaveContext, plan: WavePlan, shipment: number) {
  const before = plan.picks[shipment]!;
  plan.giveBackPicks(before);
  const commitments = plan.commitments[shipment] ?? null;
  let picks: readonly Pick[];
  let isProven = true;
  if (commitments === null) {
    const own = await takeOwnAttempt(context, plan, shipment);
    picks = own.picks ?? [];
    isProven = own.isProven;
  } else {
    const taken: Pick[] = [];
    plan.takeCommitments(shipment, commitments);
    for (const ofDay of byDay(plan, shipment, commitments)) {
      const choice = chooseDay(plan, shipment, ofDay);
      taken.push(...choice.picks);
      isProven &&= choice.isBest;
    }
    picks = taken;
  }
  const unitsOf = (all: readonly Pick[]) => all.reduce((sum, { units }) => sum + units, 0);
  const isSameRelease = unitsOf(picks) === unitsOf(before);
  if (isSameRelease && isBetterPlan(context, picks, before)) {
    plan.picks[shipment] = picks;
    // An attempt of its own may have found other days.
    plan.settledDays[shipment] = null;
    return { improved: true, isProven };
  }
  plan.giveBackPicks(picks);
  if (!plan.takePicks(before)) throw new Error('what a shipment gave back is gone');
  return { improved: false, isProven };
}

/** How the sources of a course were chosen. */
export interface Sourced {
  /** 1 where a shipment is not proven to have the fewest and cheapest packages that the others leave to it. */
  readonly isOpen: Uint8Array;
}

/**
 * Chooses the sources of all that a course gave, while everybody stands: first in the order of the queue; then, until
 * nobody finds fewer or cheaper packages in what the others leave, or the time is up, again and again for those whom
 * something may be gained for.
 */
export async function choosePlacesOfAll(
  context: WaveContext,
  course: Course,
  least: LeastPlaces,
): Promise<Sourced> {
  const { plan } = course;
  const count = plan.wants.length;
  const isOpen = new Uint8Array(count);
  for (let shipment = 0; shipment < count; shipment++) {
    if (plan.picks[shipment] === null && plan.commitments[shipment] !== null) choosePlaces(plan, shipment);
  }
  const improvable: number[] = [];
  const somebodyMoves = plan.commitments.some((commitments) => commitments !== null);
  for (let shipment = 0; shipment < count; shipment++) {
    if (mayImprove(context, course, least, shipment, somebodyMoves)) improvable.push(shipment);
  }
  for (const shipment of improvable) isOpen[shipment] = 1;
  let isSettled = improvable.length === 0;
  const changes = new Changes(context);
  for (let pass = 0; pass < MOST_PASSES && !isSettled; pass++) {
    isSettled = true;
    for (const shipment of improvable) {
      if (context.leftMs() === 0) return { isOpen: openOnes(context, course, least, improvable) };
      // What needs an attempt of its own is looked at once more only: each is a program to be solved.
      if (plan.commitments[shipment] === null && pass > 0) continue;
      // Where nothing has moved that it might use, it would find what it found.
      if (!changes.concern(shipment)) continue;
      const again = await chooseAnew(context, plan, shipment);
      changes.note(shipment, again.improved);
      isOpen[shipment] = again.isProven ? 0 : 1;
      if (again.improved) isSettled = false;
    }
  }
  // Somebody moved after others had looked: what those could gain is not known.
  return { isOpen: isSettled ? isOpen : openOnes(context, course, least, improvable) };
}

/** Which shipments something has changed for since they looked. */
class Changes {
  readonly #context: WaveContext;
  #looks = 0;
  /** The look after which sources of a product were last given back or taken. */
  readonly #changed: Float64Array;
  /** The last look of each shipment, or −1. */
  readonly #looked: Float64Array;

  constructor(context: WaveContext) {
    this.#context = context;
    this.#changed = new Float64Array(context.stock.products.length);
    this.#looked = new Float64Array(context.wants.length).fill(-1);
  }

  concern(shipment: number): boolean {
    const looked = this.#looked[shipment]!;
    return (
      looked < 0 ||
      this.#context.wants[shipment]!.wants.some(
        ({ class: ofWant }) => this.#changed[ofWant.product]! > looked,
      )
    );
  }

  note(shipment: number, hasMoved: boolean): void {
    this.#looks += 1;
    if (hasMoved) {
      for (const { class: ofWant } of this.#context.wants[shipment]!.wants) {
        this.#changed[ofWant.product] = this.#looks;
      }
    }
    this.#looked[shipment] = this.#looks;
  }
}

/** Whether a shipment might have fewer or cheaper packages than it has. */
function mayImprove(
  context: WaveContext,
  course: Course,
  least: LeastPlaces,
  shipment: number,
  somebodyMoves: boolean,
): boolean {
  const { plan, isKept, kept } = course;
  const picks = plan.picks[shipment];
  if (picks == null || picks.length === 0 || isKept[shipment] === 1) return false;
  if (kept.has(shipment) && plan.commitments[shipment] === null) return false;
  // Whoever took its very units in its turn had the best that was left; only those who chose later can leave it more.
  if (plan.commitments[shipment] === null && !somebodyMoves) return false;
  const bound = least.of(shipment);
  const { children, cost } = placesOf(context, picks);
  return children > bound.children || cost > bound.costOfFewest * (1 + ROUNDING);
}

function openOnes(
  context: WaveContext,
  course: Course,
  least: LeastPlaces,
  improvable: readonly number[],
): Uint8Array {
  const isOpen = new Uint8Array(course.plan.wants.length);
  for (const shipment of improvable) {
    if (mayImprove(context, course, least, shipment, true)) isOpen[shipment] = 1;
  }
  return isOpen;
}

import type { WaveContext } from '../context.ts';
import { choosePlaces } from '../places/choose.ts';
import { takeOwnAttempt } from '../places/own-attempt.ts';
import { takeWithoutLimits } from '../places/within-limits.ts';
import { type Commitment, type Guarantee, WavePlan } from '../plan.ts';
import { takeBestDays } from './days.ts';
import { type Kept, keptPlans } from './kept.ts';
import { guaranteesOf, improvesByDays, improvesByPicks, upToPromise } from './promise.ts';

/** How shipments are taken in turn. */
interface InOrder {
  /** Places in the queue, in the order in which they are served. */
  readonly order: Iterable<number>;
  /** Whether each chooses its sources in its turn, so that whoever comes later gets what is left of them. */
  readonly sourceAtOnce: boolean;
}

/** A course of deciding, and what is known of it. */
export interface Course {
  readonly plan: WavePlan;
  readonly kept: ReadonlyMap<number, Kept>;
  /** 1 where a shipment's plan is the one that it had. */
  readonly isKept: Uint8Array;
  /** 1 where something is released. */
  readonly isReleased: Uint8Array;
  /** 1 where more or better might have been possible in its turn: an attempt that was not solved to its end. */
  readonly isOpen: Uint8Array;
}

/** Serves the shipments of a wave one after another, so that each leaves to all before it what they were given. */
export class Queue implements Course {
  readonly #context: WaveContext;
  readonly #sourceAtOnce: boolean;
  readonly plan: WavePlan;
  readonly kept: ReadonlyMap<number, Kept>;
  readonly isKept: Uint8Array;
  readonly isReleased: Uint8Array;
  readonly isOpen: Uint8Array;
  readonly #guarantees = new Map<number, readonly Guarantee[]>();
  /** Promises that could not be improved, in the order in which they were served. */
  readonly #unchanged: number[] = [];

  constructor(context: WaveContext, sourceAtOnce: boolean) {
    const count = context.wants.length;
    this.#context = context;
    this.#sourceAtOnce = sourceAtOnce;
    this.plan = new WavePlan(context.stock, context.wants);
    this.isKept = new Uint8Array(count);
    this.isReleased = new Uint8Array(count);
    this.isOpen = new Uint8Array(count);
    this.kept = keptPlans(context);
    this.#keepWhatIsPromised();
  }

  /** Before anybody is served: pinned plans stand, and promises are sure of what they promise. */
  #keepWhatIsPromised(): void {
    const flexible: number[] = [];
    for (const [shipment, kept] of this.kept) {
      if (this.#isFlexible(shipment, kept)) flexible.push(shipment);
      else this.#keep(shipment, kept);
    }
    for (const shipment of flexible) {
      const guarantees = guaranteesOf(this.#context, this.plan, shipment, this.kept.get(shipment)!);
      for (const { product, set, units } of guarantees) this.plan.supply(product).take(set, units);
      this.#guarantees.set(shipment, guarantees);
    }
  }

  /** Whether a promise may be served from elsewhere than it says, before its turn comes. */
  isMovable(shipment: number): boolean {
    const kept = this.kept.get(shipment);
    return kept !== undefined && this.#isFlexible(shipment, kept);
  }

  /** Gives back what promises that may move are sure of: whoever does so gives them all their days at once. */
  letAllGo(): void {
    for (const guarantees of this.#guarantees.values()) this.#giveBack(guarantees);
  }

  /** Makes sure of all that a shipment wants, before its turn comes. */
  guarantee(shipment: number): void {
    const guarantees: Guarantee[] = [];
    for (const { class: ofWant, units } of this.plan.wants[shipment]!.wants) {
      const { product, sources } = ofWant;
      const set = this.plan.setOf(product, sources);
      const taken = this.plan.supply(product).take(set, units);
      guarantees.push({ product, set, units: taken });
    }
    this.#guarantees.set(shipment, guarantees);
  }

  /** Gives a shipment its days, which must be there. */
  giveDays(shipment: number, commitments: readonly Commitment[]): void {
    this.plan.takeCommitments(shipment, commitments);
    const kept = this.kept.get(shipment);
    if (kept !== undefined && !improvesByDays(this.#context, shipment, commitments, kept.picks)) {
      this.#unchanged.push(shipment);
    }
    this.give(shipment, commitments);
  }

  #giveBack(guarantees: readonly Guarantee[]): void {
    for (const { product, set, units } of guarantees) {
      if (units > 0) this.plan.supply(product).giveBack(set, units);
    }
  }

  #isFlexible(shipment: number, { mayImprove, isEligible }: Kept): boolean {
    const { isByFlows } = this.#context.wants[shipment]!;
    return mayImprove && isEligible && isByFlows && !this.#sourceAtOnce;
  }

  /** Takes the plan that a shipment has. It is there: the stock that is sent holds all that is kept. */
  #keep(shipment: number, { picks }: Kept): boolean {
    if (!this.plan.takePicks(picks)) return false;
    this.plan.picks[shipment] = picks;
    this.isKept[shipment] = 1;
    this.isReleased[shipment] = 1;
    return true;
  }

  /**
   * Serves one shipment: its best that all that have been served, and all that are promised, can stand.
   *
   * @returns a promise only where an attempt has to be solved: a turn of the event loop for each shipment would cost more
   * than its turn in the queue
   */
  serve(shipment: number): Promise<void> | undefined {
    const kept = this.kept.get(shipment);
    if (kept?.mayImprove === false) return undefined;
    const { isByFlows } = this.#context.wants[shipment]!;
    if (kept !== undefined) this.#letGo(shipment, kept);
    if (!isByFlows)
      return kept === undefined ? this.#serveApart(shipment) : this.#improveApart(shipment, kept);
    if (kept === undefined) this.#serveByFlows(shipment);
    else this.#improveByFlows(shipment, kept);
    return undefined;
  }

  #serveByFlows(shipment: number): void {
    const { partialRelease } = this.#context.wave.settings;
    const commitments = takeBestDays(this.plan, shipment, partialRelease);
    if (commitments !== null) this.give(shipment, commitments);
  }

  /** Gives a shipment days that have been taken for it. */
  give(shipment: number, commitments: readonly Commitment[]): void {
    this.plan.commitments[shipment] = commitments;
    this.isReleased[shipment] = 1;
    if (this.#sourceAtOnce) choosePlaces(this.plan, shipment);
  }

  /** @returns a promise only where an attempt has to be solved */
  #serveApart(shipment: number): Promise<void> | undefined {
    this.#giveBack(this.#guarantees.get(shipment) ?? []);
    this.#guarantees.delete(shipment);
    if (!this.#context.wants[shipment]!.isLimitedOnly) return this.#serveOwnAttempt(shipment);
    const found = takeWithoutLimits(this.#context, this.plan, shipment);
    if (found.status === 'open') return this.#serveOwnAttempt(shipment);
    if (found.status === 'held') return undefined;
    this.plan.picks[shipment] = found.picks;
    this.plan.settledDays[shipment] = found.days;
    this.isReleased[shipment] = 1;
    return undefined;
  }

  async #serveOwnAttempt(shipment: number): Promise<void> {
    const { picks, isProven } = await takeOwnAttempt(this.#context, this.plan, shipment);
    if (!isProven) this.isOpen[shipment] = 1;
    if (picks === null) return;
    this.plan.picks[shipment] = picks;
    this.isReleased[shipment] = 1;
  }

  /** Gives back what a promise was sure of, now that its turn has come. */
  #letGo(shipment: number, { picks }: Kept): void {
    const guarantees = this.#guarantees.get(shipment);
    if (guarantees === undefined) {
      this.plan.giveBackPicks(picks);
      this.plan.picks[shipment] = null;
      this.isKept[shipment] = 0;
    } else this.#giveBack(guarantees);
  }

  /** Keeps a promise as it is. */
  #keepAgain(shipment: number, kept: Kept): void {
    if (!this.#keep(shipment, kept)) throw new Error('a promise that was kept back is gone');
  }

  #improveByFlows(shipment: number, kept: Kept): void {
    const context = this.#context;
    const mayUse = upToPromise(context, shipment, kept);
    const commitments = takeBestDays(this.plan, shipment, 'none', mayUse);
    if (commitments === null) {
      this.#keepAgain(shipment, kept);
      return;
    }
    if (improvesByDays(context, shipment, commitments, kept.picks)) {
      this.give(shipment, commitments);
    } else if (this.#guarantees.has(shipment)) {
      // Its days are as they were. Its very units may still go to those behind it who can use no others.
      this.#unchanged.push(shipment);
      this.give(shipment, commitments);
    } else {
      this.plan.giveBackCommitments(shipment, commitments);
      this.#keepAgain(shipment, kept);
    }
  }

  /** Once everybody has been served: promises whose days are as they were keep their very units, where nobody needs those. */
  keepUnchanged(): void {
    for (const shipment of this.#unchanged) {
      const commitments = this.plan.commitments[shipment]!;
      this.plan.giveBackCommitments(shipment, commitments);
      if (this.#keep(shipment, this.kept.get(shipment)!)) this.plan.commitments[shipment] = null;
      else this.plan.takeCommitments(shipment, commitments);
    }
  }

  async #improveApart(shipment: number, kept: Kept): Promise<void> {
    const { stock, wants } = this.#context;
    const { lastDay } = kept;
    const mayUse = (source: number) => {
      const { day } = stock.days[stock.sourceRank[source]!]!;
      return day === null || (lastDay !== null && day <= lastDay);
    };
    const { picks } = await takeOwnAttempt(this.#context, this.plan, shipment, mayUse);
    if (picks !== null) {
      const units = picks.reduce((sum, pick) => sum + pick.units, 0);
      if (units === wants[shipment]!.units && improvesByPicks(this.#context, picks, kept.picks)) {
        this.plan.picks[shipment] = picks;
        this.isReleased[shipment] = 1;
        return;
      }
      this.plan.giveBackPicks(picks);
    }
    this.#keepAgain(shipment, kept);
  }
}

/** Serves the shipments of a wave in some order. */
export async function serveInOrder(context: WaveContext, { order, sourceAtOnce }: InOrder): Promise<Queue> {
  const queue = new Queue(context, sourceAtOnce);
  for (const shipment of order) {
    const served = queue.serve(shipment);
    if (served !== undefined) await served;
  }
  queue.keepUnchanged();
  return queue;
}

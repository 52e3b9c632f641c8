import { type Covering, tolerance } from './covering.ts';

/** A cover with its value. */
export interface ValuedCover {
  readonly chosen: Uint8Array;
  readonly value: number;
}

/** Takes a cover whose value is below the cutoff, and returns the next cutoff. */
export type TakeCover = (chosen: Uint8Array, value: number) => number;

/** What a search is to find. */
export interface SearchGoal {
  /** True where any cover below the cutoff is enough. */
  readonly stopAtFirst?: boolean;
  /** A cover that is known. The search then also finds out whether another cover is as good. */
  readonly known?: ValuedCover;
}

/** The best cover that a search has found so far, and the cutoff: the value that the next cover must stay below. */
export class Incumbent {
  readonly #integral: boolean;
  readonly #stopAtFirst: boolean;
  #best: ValuedCover | null;
  #isWatchingForTies: boolean;
  #cutoff: number;
  #found: ValuedCover | null = null;

  /**
   * @param cutoff with a known cover: above the value of every cover that is as good
   */
  constructor(
    { integral }: Pick<Covering, 'integral'>,
    cutoff: number,
    { stopAtFirst = false, known }: SearchGoal = {},
  ) {
    this.#integral = integral;
    this.#stopAtFirst = stopAtFirst;
    this.#cutoff = cutoff;
    this.#best = known ?? null;
    this.#isWatchingForTies = known !== undefined;
  }

  /** The best cover that was found below the cutoffs, or null. */
  get found(): ValuedCover | null {
    return this.#found;
  }

  /** The value that the next cover must stay below; −∞ when no further cover is wanted. */
  get cutoff(): number {
    return this.#cutoff;
  }

  /** True where any cover below the cutoff is enough. */
  get wantsAny(): boolean {
    return this.#stopAtFirst;
  }

  /** True where a complete search has met every cover that is as good as the best one, and there is only one. */
  get isUnique(): boolean {
    return this.#isWatchingForTies;
  }

  /**
   * Takes a cover if its value is below the cutoff.
   *
   * While the search watches for ties, the cutoff stays above the best value, so that the search meets tied covers.
   * It stops watching once it has met two, or once it may have passed by a tie of a better cover. From then on only a
   * better cover counts.
   *
   * @returns the cutoff
   */
  readonly take: TakeCover = (chosen, value) => {
    if (value >= this.#cutoff) return this.#cutoff;
    const best = this.#best;
    if (
      this.#isWatchingForTies &&
      best !== null &&
      value > best.value - tolerance(best.value, this.#integral)
    ) {
      if (chosen.some((open, k) => open !== best.chosen[k])) this.#wantOnlyBetter(best.value);
      return this.#cutoff;
    }
    this.#best = { chosen, value };
    this.#found = this.#best;
    const equalsBelow = value + tolerance(value, this.#integral);
    if (this.#stopAtFirst) this.#cutoff = Number.NEGATIVE_INFINITY;
    else if (this.#isWatchingForTies && equalsBelow <= this.#cutoff) this.#cutoff = equalsBelow;
    else this.#wantOnlyBetter(value);
    return this.#cutoff;
  };

  #wantOnlyBetter(value: number): void {
    this.#isWatchingForTies = false;
    this.#cutoff = value - tolerance(value, this.#integral);
  }
}

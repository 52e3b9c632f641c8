import { type Covering, tolerance } from './covering.ts';

/** A cover with its value. */
export interface ValuedCover {
  readonly chosen: Uint8Array;
  readonly value: number;
}

/** What a search does with a cover below its limit: takes it, and says what the next has to stay below. */
export type TakeCover = (chosen: Uint8Array, value: number) => number;

/** How a search is asked to go about it. */
export interface Aim {
  /** Any cover below the limit will do. */
  readonly stopAtFirst?: boolean;
  /** A known cover, of which the search is to tell whether another one is as good. */
  readonly rival?: ValuedCover;
}

/** The best cover that a search has found, and the limit that the next has to stay below. */
export class Incumbent {
  readonly #integral: boolean;
  readonly #stopAtFirst: boolean;
  #best: ValuedCover | null;
  #isWatching: boolean;
  #limit: number;
  #found: ValuedCover | null = null;

  /**
   * @param limit with a rival: at least what covers as good as it stay below
   */
  constructor(
    { integral }: Pick<Covering, 'integral'>,
    limit: number,
    { stopAtFirst = false, rival }: Aim = {},
  ) {
    this.#integral = integral;
    this.#stopAtFirst = stopAtFirst;
    this.#limit = limit;
    this.#best = rival ?? null;
    this.#isWatching = rival !== undefined;
  }

  /** The best cover that was found below the limits. */
  get found(): ValuedCover | null {
    return this.#found;
  }

  /** What the next cover has to stay below; −∞ when none is wanted any more. */
  get limit(): number {
    return this.#limit;
  }

  /** True where the search, once complete, has met every cover as good as the best: there is but one. */
  get isUnique(): boolean {
    return this.#isWatching;
  }

  /**
   * Takes a cover, if its value is below the limit.
   *
   * While it watches for equals the limit stays above the best value, so that they are met. Once there are two, or
   * equals of a better cover may have been passed by, only a better one counts.
   *
   * @returns the limit
   */
  readonly take: TakeCover = (chosen, value) => {
    if (value >= this.#limit) return this.#limit;
    const best = this.#best;
    if (this.#isWatching && best !== null && value > best.value - tolerance(best.value, this.#integral)) {
      if (chosen.some((open, k) => open !== best.chosen[k])) this.#lookOnlyForBetter(best.value);
      return this.#limit;
    }
    this.#best = { chosen, value };
    this.#found = this.#best;
    const equalsBelow = value + tolerance(value, this.#integral);
    if (this.#stopAtFirst) this.#limit = Number.NEGATIVE_INFINITY;
    else if (this.#isWatching && equalsBelow <= this.#limit) this.#limit = equalsBelow;
    else this.#lookOnlyForBetter(value);
    return this.#limit;
  };

  #lookOnlyForBetter(value: number): void {
    this.#isWatching = false;
    this.#limit = value - tolerance(value, this.#integral);
  }
}

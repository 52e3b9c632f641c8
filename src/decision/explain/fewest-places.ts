/** Units of each product at each place, and what is wanted: by position, one row a place. */
export interface PlacedUnits {
  readonly demand: Float64Array;
  /** `places` × products, units. */
  readonly units: ArrayLike<number>;
  /** From how many places a product may come; Infinity where that is not limited. */
  readonly mostOfProduct: Float64Array;
}

/** Looks at so many numbers before a question is left to others, about a millisecond; a large one at all so many times. */
const MOST_WORK = 400_000;
const MOST_PASSES = 50;

/** The largest of so few are kept at hand, of more sorted out. */
const FEW = 8;

/** Sums of the normalized units are as exact as this. */
const TOLERANCE = 1e-9;

/** Chooses places one after another until they hold what is wanted; ends by proof or after so much work. */
class PlaceSearch {
  readonly #demand: Float64Array;
  readonly #units: ArrayLike<number>;
  readonly #mostOfProduct: Float64Array;
  readonly #products: number;
  readonly #chosen: number[] = [];
  readonly #mostWork: number;
  #work = 0;

  constructor({ demand, units, mostOfProduct }: PlacedUnits) {
    this.#demand = demand;
    this.#units = units;
    this.#mostOfProduct = mostOfProduct;
    this.#products = demand.length;
    this.#mostWork = Math.max(MOST_WORK, MOST_PASSES * units.length);
  }

  /**
   * Whether at most `most` of these places, beside those chosen, give what is still wanted.
   *
   * @returns null where the work was too much to tell
   */
  fits(places: readonly number[], most: number): boolean | null {
    const wanted = this.#wanted();
    if (wanted.every((units) => units === 0)) return true;
    const useful = places.filter((place) => this.#share(place, wanted) > 0);
    const left = Math.min(most, useful.length);
    if (left === 0) return false;
    if (left === 1) return useful.some((place) => this.#completes(place));
    if (this.#isTooLittle(useful, wanted, left)) return false;
    if (most === Number.POSITIVE_INFINITY) return true;
    if (this.#work > this.#mostWork) return null;
    // One of the places has to give an even share at least of each product: those of the product with the fewest.
    const givers = this.#fewestGivers(useful, wanted, left);
    givers.sort((a, b) => this.#share(b, wanted) - this.#share(a, wanted));
    const out = new Set<number>();
    for (const place of givers) {
      this.#chosen.push(place);
      out.add(place);
      const answer = this.fits(
        useful.filter((other) => !out.has(other)),
        left - 1,
      );
      this.#chosen.pop();
      if (answer !== false) return answer;
    }
    return false;
  }

  /** What is still wanted of each product, beside the fullest of the chosen places from which it may come. */
  #wanted(): Float64Array {
    return this.#demand.map((units, product) => {
      const here = this.#chosen.map((place) => this.#at(place, product));
      const most = this.#mostOfProduct[product]!;
      if (here.length > most) here.sort((a, b) => b - a).length = most;
      return Math.max(0, units - here.reduce((sum, one) => sum + one, 0));
    });
  }

  #at(place: number, product: number): number {
    return this.#units[place * this.#products + product]!;
  }

  /** Whether nothing is wanted beside this place: of a product from few places it may only take another one's turn. */
  #completes(place: number): boolean {
    this.#chosen.push(place);
    const isAll = this.#wanted().every((units) => units === 0);
    this.#chosen.pop();
    return isAll;
  }

  /** The sum, over products, of the share of what is wanted that a place gives. */
  #share(place: number, wanted: Float64Array): number {
    this.#work += this.#products;
    let share = 0;
    for (let product = 0; product < this.#products; product++) {
      const units = wanted[product]!;
      if (units > 0) share += Math.min(1, this.#at(place, product) / units);
    }
    return share;
  }

  /** Whether the fullest places give too little: of one product, or of all, counted by shares. */
  #isTooLittle(places: readonly number[], wanted: Float64Array, most: number): boolean {
    const here = new Float64Array(places.length);
    let products = 0;
    for (let product = 0; product < this.#products; product++) {
      const units = wanted[product]!;
      if (units === 0) continue;
      products += 1;
      for (let at = 0; at < places.length; at++) here[at] = this.#at(places[at]!, product);
      if (this.#largest(here, Math.min(most, this.#mostOfProduct[product]!)) < units) return true;
    }
    for (let at = 0; at < places.length; at++) here[at] = this.#share(places[at]!, wanted);
    return this.#largest(here, most) < products - TOLERANCE;
  }

  /** The sum of so many of the largest numbers. */
  #largest(numbers: Float64Array, most: number): number {
    this.#work += numbers.length;
    let sum = 0;
    if (most > FEW) {
      if (most < numbers.length) numbers.sort();
      for (let at = Math.max(0, numbers.length - most); at < numbers.length; at++) sum += numbers[at]!;
      return sum;
    }
    // The largest so far, ascending.
    const largest = new Float64Array(most);
    for (const number of numbers) {
      if (number <= largest[0]!) continue;
      let at = 0;
      for (; at + 1 < most && largest[at + 1]! < number; at++) largest[at] = largest[at + 1]!;
      largest[at] = number;
    }
    for (const number of largest) sum += number;
    return sum;
  }

  /** The places of which one has to be among the chosen: those that give an even share of the product that has fewest. */
  #fewestGivers(places: readonly number[], wanted: Float64Array, most: number): number[] {
    let fewest: number[] | null = null;
    for (let product = 0; product < this.#products; product++) {
      const units = wanted[product]!;
      if (units === 0) continue;
      const evenShare = units / Math.min(most, this.#mostOfProduct[product]!);
      const givers = places.filter((place) => this.#at(place, product) >= evenShare - TOLERANCE);
      if (fewest === null || givers.length < fewest.length) fewest = givers;
    }
    return fewest!;
  }
}

/**
 * Whether at most so many places hold what is wanted of every product together, each product from at most so many of
 * them: a covering problem, searched by depth with bounds from the fullest places.
 *
 * @param most Infinity where places are not limited together
 * @returns null where that is not settled at once
 */
export function fitsWithin(placed: PlacedUnits, most: number): boolean | null {
  const { demand, units } = placed;
  const places = Array.from({ length: units.length / Math.max(1, demand.length) }, (_, place) => place);
  return new PlaceSearch(placed).fits(places, most);
}

import type { AllocationProblem } from '../../../../../program/allocation-problem.ts';
import { Fixing } from '../../../search/fixing.ts';
import type { LineClass } from '../../reductions/merge-lines.ts';

/** What one line may take from each location, and how many of these it may use. */
interface LineStock {
  readonly line: number;
  /** The sources of each location, which are named by their numbers. */
  readonly byLocation: ReadonlyMap<number, readonly number[]>;
}

/**
 * The locations of each line of an attempt, under a limit on how many of them a line may take from. A set of fixings
 * says of each (line, location) whether it is open, closed or undecided, at `line × locations + location`.
 */
export class LineLocations {
  readonly mostLocations: number;
  readonly #problem: AllocationProblem;
  readonly #locations: number;
  readonly #stocks: readonly LineStock[];

  constructor(problem: AllocationProblem, classes: readonly LineClass[], mostLocations: number) {
    this.mostLocations = mostLocations;
    this.#problem = problem;
    const { sourcePackage, packageLocation } = problem;
    this.#locations = packageLocation.reduce((most, location) => Math.max(most, location + 1), 0);
    this.#stocks = classes
      .flatMap(({ lines, sources }) => {
        const byLocation = new Map<number, number[]>();
        for (const source of sources) {
          const location = packageLocation[sourcePackage[source]!]!;
          const known = byLocation.get(location);
          if (known === undefined) byLocation.set(location, [source]);
          else known.push(source);
        }
        return lines.map((line) => ({ line, byLocation }));
      })
      .sort((a, b) => a.line - b.line);
  }

  /** Every location undecided for every line. */
  undecided(): Uint8Array {
    return new Uint8Array(this.#problem.lineQuantity.length * this.#locations);
  }

  at(line: number, location: number): number {
    return line * this.#locations + location;
  }

  /**
   * Closes what the limit leaves no line to use: the other locations of a line that has as many open ones as it may
   * have; and, in a full release, a location that has too little for the line even with the largest others.
   *
   * @param fixing changed in place
   * @returns false where no plan is left
   */
  reduce(fixing: Uint8Array): boolean {
    return this.#stocks.every((stock) => this.#reduceLine(stock, fixing));
  }

  #reduceLine({ line, byLocation }: LineStock, fixing: Uint8Array): boolean {
    const { lineQuantity, sourceAvailable, mode } = this.#problem;
    const wanted = lineQuantity[line]!;
    const stateOf = (location: number) => fixing[this.at(line, location)]!;
    const held = (location: number) =>
      Math.min(
        wanted,
        byLocation.get(location)!.reduce((sum, source) => sum + sourceAvailable[source]!, 0),
      );
    const locations = [...byLocation.keys()];
    const open = locations.filter((location) => stateOf(location) === Fixing.open);
    const free = locations.filter((location) => stateOf(location) === Fixing.undecided);
    const left = this.mostLocations - open.length;
    if (left < 0) return false;
    const largest = free.map(held).sort((a, b) => b - a);
    const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
    const missing = mode === 'none' ? wanted - sum(open.map(held)) : 0;
    if (sum(largest.slice(0, left)) < missing) return false;
    for (const location of free) {
      const units = held(location);
      // Beside the location itself, the largest others fill what is left of the limit.
      const isAmongLargest = units > (largest[left - 1] ?? 0);
      const beside = sum(largest.slice(0, isAmongLargest ? left : left - 1)) - (isAmongLargest ? units : 0);
      if (left === 0 || units + beside < missing) fixing[this.at(line, location)] = Fixing.closed;
    }
    return true;
  }

  /** The classes of lines that may still take from the same sources. */
  classesOf(fixing: Uint8Array): LineClass[] {
    const { lineProduct, lineQuantity, sourceAvailable } = this.#problem;
    const classes = new Map<string, { lines: number[]; sources: number[]; wanted: number }>();
    for (const { line, byLocation } of this.#stocks) {
      const sources = [...byLocation]
        .filter(([location]) => fixing[this.at(line, location)] !== Fixing.closed)
        .flatMap(([, members]) => members)
        .sort((a, b) => a - b);
      const key = `${lineProduct[line]}:${sources.join()}`;
      const known = classes.get(key);
      if (known === undefined) classes.set(key, { lines: [line], sources, wanted: lineQuantity[line]! });
      else {
        known.lines.push(line);
        known.wanted += lineQuantity[line]!;
      }
    }
    return [...classes.values()].map((each) => ({
      ...each,
      supply: each.sources.reduce((sum, source) => sum + sourceAvailable[source]!, 0),
    }));
  }

  /** The units that each line that passes the limit takes from its locations, the most first. */
  passing(units: Float64Array): { line: number; taken: [location: number, units: number][] }[] {
    const { cellLine, cellSource, sourcePackage, packageLocation, lineQuantity } = this.#problem;
    const byLine = Array.from(lineQuantity, () => new Map<number, number>());
    units.forEach((taken, cell) => {
      if (taken === 0) return;
      const location = packageLocation[sourcePackage[cellSource[cell]!]!]!;
      const known = byLine[cellLine[cell]!]!;
      known.set(location, (known.get(location) ?? 0) + taken);
    });
    return byLine
      .map((taken, line) => ({ line, taken: [...taken].sort((a, b) => b[1] - a[1] || a[0] - b[0]) }))
      .filter(({ taken }) => taken.length > this.mostLocations);
  }
}

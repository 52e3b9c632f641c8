import type { AllocationProblem } from '../../../program/allocation-problem.ts';
import type { Cells } from './commodity.ts';

/** A flow from sources to lines, which grows source by source. */
export interface Flow {
  /** Units of each cell. */
  readonly units: Float64Array;
  /** What each line still wants. */
  readonly wanted: Float64Array;
  /** What each source still has. */
  readonly left: Float64Array;
}

/**
 * Fills lines from sources, one source after another, each with as many units as the lines can take in all.
 *
 * The vectors of units that sources can give together form a polymatroid, because they are the flows of a bipartite
 * network (Edmonds 1970). So the greedy order is exact: with the sources in the order of their costs the result covers
 * as many units as any flow, and costs the least of all that do. Where a source finds its lines full, it takes the place
 * of another source there, which gives to a line that is not full: an augmenting path. A path never takes units from a
 * source that was filled before, it only moves them to other lines.
 */
export class SourceFlow {
  readonly #cellLine: Int32Array;
  readonly #cellSource: Int32Array;
  readonly #cells: Cells;
  /** The cell by which the search for a path reached each line; −1 where it did not. */
  readonly #reachedBy: Int32Array;
  /** The cell whose units that path takes away from the line before; −1 for the first line. */
  readonly #takenFrom: Int32Array;

  constructor({ cellLine, cellSource, lineQuantity }: AllocationProblem, cells: Cells) {
    this.#cellLine = cellLine;
    this.#cellSource = cellSource;
    this.#cells = cells;
    this.#reachedBy = new Int32Array(lineQuantity.length);
    this.#takenFrom = new Int32Array(lineQuantity.length);
  }

  /** Fills as much as possible from `source`, by the cells that are allowed. */
  push(flow: Flow, source: number, isAllowed: Uint8Array): void {
    while (flow.left[source]! > 0) {
      const last = this.#findPath(flow, source, isAllowed);
      if (last < 0) return;
      this.#augment(flow, source, last);
    }
  }

  /** The line at which a path ends that has room, or −1. */
  #findPath(flow: Flow, source: number, isAllowed: Uint8Array): number {
    const { ofLine, ofSource } = this.#cells;
    for (const cell of ofSource[source]!) {
      if (isAllowed[cell] === 1 && flow.wanted[this.#cellLine[cell]!]! > 0) {
        this.#reachedBy[this.#cellLine[cell]!] = cell;
        this.#takenFrom[this.#cellLine[cell]!] = -1;
        return this.#cellLine[cell]!;
      }
    }
    this.#reachedBy.fill(-1);
    const queue: number[] = [];
    const reach = (from: number, taken: number) => {
      for (const cell of ofSource[from]!) {
        const line = this.#cellLine[cell]!;
        if (isAllowed[cell] === 0 || this.#reachedBy[line] !== -1) continue;
        this.#reachedBy[line] = cell;
        this.#takenFrom[line] = taken;
        queue.push(line);
      }
    };
    reach(source, -1);
    for (let at = 0; at < queue.length; at++) {
      const line = queue[at]!;
      if (flow.wanted[line]! > 0) return line;
      for (const cell of ofLine[line]!) if (flow.units[cell]! > 0) reach(this.#cellSource[cell]!, cell);
    }
    return -1;
  }

  /** Moves as many units along the path as it has room for. */
  #augment(flow: Flow, source: number, last: number): void {
    let most = Math.min(flow.left[source]!, flow.wanted[last]!);
    for (let line = last; this.#takenFrom[line] !== -1; line = this.#cellLine[this.#takenFrom[line]!]!)
      most = Math.min(most, flow.units[this.#takenFrom[line]!]!);
    flow.left[source]! -= most;
    flow.wanted[last]! -= most;
    for (let line = last; ; line = this.#cellLine[this.#takenFrom[line]!]!) {
      flow.units[this.#reachedBy[line]!]! += most;
      const taken = this.#takenFrom[line]!;
      if (taken === -1) return;
      flow.units[taken]! -= most;
    }
  }
}

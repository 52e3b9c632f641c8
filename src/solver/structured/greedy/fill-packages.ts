import type { AllocationProblem } from '../../../program/allocation-problem.ts';
import type { SolveParameters } from '../../parameters.ts';
import { type Cells, type Commodity, cellsOf, commoditiesOf } from './commodity.ts';
import { type Flow, SourceFlow } from './source-flow.ts';
import { compareSources } from './source-order.ts';
import { chooseSplit } from './split-choice.ts';
import { kitOffers, type Want, wantsOf } from './wants.ts';

/** Fills lines from a set of open packages: what ships together first, then each product by a flow. */
export class PackageFiller {
  readonly cells: Cells;
  readonly wants: readonly Want[];
  readonly #problem: AllocationProblem;
  readonly #commodities: readonly Commodity[];
  readonly #flow: SourceFlow;
  readonly #isTogether: Uint8Array;
  readonly #compare: (a: number, b: number) => number;
  /** Orders of the lines of one product that are tried where a split leaves units uncovered. */
  readonly #orders: number;

  constructor(problem: AllocationProblem, { greedyOrders }: SolveParameters) {
    this.#orders = greedyOrders;
    this.#problem = problem;
    this.cells = cellsOf(problem);
    this.wants = wantsOf(problem);
    const compare = compareSources(problem);
    this.#compare = compare;
    this.#commodities = commoditiesOf(problem).map((each) => ({
      ...each,
      sources: [...each.sources].sort(compare),
    }));
    this.#flow = new SourceFlow(problem, this.cells);
    this.#isTogether = new Uint8Array(problem.lineQuantity.length);
    for (const { together, lines } of this.wants)
      if (together) for (const line of lines) this.#isTogether[line] = 1;
  }

  /** The products, each with its sources in the order of their ranks. */
  get commodities(): readonly Commodity[] {
    return this.#commodities;
  }

  /**
   * Fills what is to be released from the open packages.
   *
   * @param released kits of each want
   * @returns units of each cell, and what each line still wants: kept rules of supply, locations of a line, and kits
   *   together
   */
  fill(open: Uint8Array, released: readonly number[]): Flow {
    const { sourceAvailable, cellLine, lineQuantity } = this.#problem;
    const flow: Flow = {
      units: new Float64Array(cellLine.length),
      wanted: new Float64Array(lineQuantity.length),
      left: Float64Array.from(sourceAvailable),
    };
    this.wants.forEach(({ lines, kitUnits }, at) => {
      lines.forEach((line, i) => {
        flow.wanted[line] = released[at]! * kitUnits[i]!;
      });
    });
    for (const want of this.wants) if (want.together) this.#fillTogether(flow, want, open);
    const isOpen = this.#openCells(open);
    for (const commodity of this.#commodities) this.fillProduct(flow, commodity, open, isOpen);
    return flow;
  }

  /** Fills the lines of one product that do not ship together; what the flow has of them already stays. */
  fillProduct(flow: Flow, commodity: Commodity, open: Uint8Array, isOpen: Uint8Array): void {
    const lines = commodity.lines.filter((line) => this.#isTogether[line] === 0 && flow.wanted[line]! > 0);
    if (lines.length === 0) return;
    if (this.#problem.maxSplitItemLocations === null) {
      this.#push(flow, commodity.sources, isOpen);
      return;
    }
    this.#fillSplit(flow, commodity, lines, open);
  }

  /** 1 for the cells of open packages, but for those of lines that ship together: they are filled already. */
  #openCells(open: Uint8Array): Uint8Array {
    const { cellSource, cellLine, sourcePackage } = this.#problem;
    const isOpen = new Uint8Array(cellSource.length);
    for (let cell = 0; cell < isOpen.length; cell++) {
      isOpen[cell] = this.#isTogether[cellLine[cell]!] === 1 ? 0 : open[sourcePackage[cellSource[cell]!]!]!;
    }
    return isOpen;
  }

  #push(flow: Flow, sources: readonly number[], isAllowed: Uint8Array): void {
    for (const source of sources) this.#flow.push(flow, source, isAllowed);
  }

  /** Chooses the locations of one line after another, then lets the flow share them out. A line that is short goes first. */
  #fillSplit(flow: Flow, { sources }: Commodity, lines: readonly number[], open: Uint8Array): void {
    const order = [...lines].sort((a, b) => flow.wanted[b]! - flow.wanted[a]!);
    let best: Flow | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (let attempt = 0; attempt < Math.min(this.#orders, order.length + 1); attempt++) {
      const isAllowed = this.#chooseSplits(flow, order, open);
      const filled = {
        units: new Float64Array(flow.units.length),
        wanted: flow.wanted.slice(),
        left: flow.left.slice(),
      };
      this.#push(filled, sources, isAllowed);
      const short = order.filter((line) => filled.wanted[line]! > 0);
      const units = short.reduce((sum, line) => sum + filled.wanted[line]!, 0);
      if (units < least) [best, least] = [filled, units];
      if (short.length === 0) break;
      order.splice(order.indexOf(short[0]!), 1);
      order.unshift(short[0]!);
    }
    flow.wanted.set(best!.wanted);
    flow.left.set(best!.left);
    for (const line of lines)
      for (const cell of this.cells.ofLine[line]!) flow.units[cell] = best!.units[cell]!;
  }

  /** The cells that each line may use, chosen from what the lines before it leave. */
  #chooseSplits(flow: Flow, order: readonly number[], open: Uint8Array): Uint8Array {
    const { cellSource } = this.#problem;
    const left = flow.left.slice();
    const question = { problem: this.#problem, cells: this.cells, open, left, compare: this.#compare };
    const isAllowed = new Uint8Array(cellSource.length);
    for (const line of order) {
      let wanted = flow.wanted[line]!;
      for (const cell of chooseSplit(question, line, wanted)) {
        isAllowed[cell] = 1;
        const units = Math.min(wanted, left[cellSource[cell]!]!);
        wanted -= units;
        left[cellSource[cell]!]! -= units;
      }
    }
    return isAllowed;
  }

  /** Takes whole kits, from the packages of the fewest locations that hold most of them. */
  #fillTogether(flow: Flow, want: Want, open: Uint8Array): void {
    const { cellSource, packageLocation, maxSplitItemLocations } = this.#problem;
    const most = maxSplitItemLocations ?? Number.POSITIVE_INFINITY;
    const used = new Set<number>();
    let kits = flow.wanted[want.lines[0]!]! / want.kitUnits[0]!;
    const offers = kitOffers(this.#problem, this.cells, want, flow.left).filter(
      ({ item }) => open[item] === 1,
    );
    offers.sort((a, b) => b.kits - a.kits || a.item - b.item);
    for (const { item, kits: offered, cells } of offers) {
      const location = packageLocation[item]!;
      if (kits === 0) return;
      if (!used.has(location) && used.size >= most) continue;
      used.add(location);
      const given = Math.min(kits, offered);
      kits -= given;
      cells.forEach((cell, at) => {
        const units = given * want.kitUnits[at]!;
        flow.units[cell] = units;
        flow.wanted[want.lines[at]!]! -= units;
        flow.left[cellSource[cell]!]! -= units;
      });
    }
  }
}

import type { AllocationProblem } from '../../../program/allocation-problem.ts';
import type { PackageFiller } from './fill-packages.ts';
import type { Bundle, PackageChoice } from './package-choice.ts';
import type { Flow } from './source-flow.ts';

/** Bundles that are tried in the place of one that is open: those that offer most to the lines that are short. */
const TRIED_FOR_ONE = 6;

/**
 * Covers what a flow leaves uncovered although the choice of packages counted it as covered, for lines compete for what
 * a package holds, and each may be split over few locations only. It opens what offers most to the lines that are short,
 * and where no more packages fit it exchanges open ones, as long as the flow covers more.
 */
export class RestCover {
  readonly #problem: AllocationProblem;
  readonly #filler: PackageFiller;
  readonly #choice: PackageChoice;
  readonly #bundles: readonly Bundle[];
  readonly #released: readonly number[];
  /** Positions of the sources of each package. */
  readonly #sources: readonly (readonly number[])[];

  /** @param released kits of each want */
  constructor(
    problem: AllocationProblem,
    filler: PackageFiller,
    choice: PackageChoice,
    bundles: readonly Bundle[],
    released: readonly number[],
  ) {
    this.#problem = problem;
    this.#filler = filler;
    this.#choice = choice;
    this.#bundles = bundles;
    this.#released = released;
    const sources: number[][] = Array.from(problem.packageCost, () => []);
    problem.sourcePackage.forEach((item, source) => {
      sources[item]!.push(source);
    });
    this.#sources = sources;
  }

  /**
   * @param flow what the open packages of the choice give
   * @param mostExchanges each takes a flow of its own
   * @param isTimeLeft is asked before each flow
   * @returns the flow that covers most of those that were tried; its packages are open in the choice
   */
  run(flow: Flow, mostExchanges: number, isTimeLeft: () => boolean): Flow {
    const opened = this.#openFurther(flow, isTimeLeft);
    return uncovered(opened) === 0 ? opened : this.#exchange(opened, mostExchanges, isTimeLeft);
  }

  /** Opens 1, 2, 4 … bundles at a time, so that few flows are needed; what is too many is closed in the end. */
  #openFurther(first: Flow, isTimeLeft: () => boolean): Flow {
    let flow = first;
    for (let count = 1; uncovered(flow) > 0 && isTimeLeft(); count *= 2) {
      const next = this.#mostOffering(flow).filter((bundle) => this.#choice.fits(bundle));
      if (next.length === 0) return flow;
      for (const bundle of next.slice(0, count)) if (this.#choice.fits(bundle)) this.#choice.add(bundle);
      flow = this.#fill();
    }
    return flow;
  }

  #exchange(first: Flow, mostExchanges: number, isTimeLeft: () => boolean): Flow {
    let flow = first;
    let tried = 0;
    for (let improved = true; improved; ) {
      improved = false;
      for (const out of this.#leastGiving(flow)) {
        this.#choice.remove(out);
        const others = this.#mostOffering(flow).filter(
          (bundle) => bundle !== out && this.#choice.fits(bundle),
        );
        let best: Bundle = out;
        for (const other of others.slice(0, TRIED_FOR_ONE)) {
          if (++tried > mostExchanges || !isTimeLeft()) break;
          this.#choice.add(other);
          const next = this.#fill();
          this.#choice.remove(other);
          if (uncovered(next) < uncovered(flow)) [best, flow] = [other, next];
        }
        this.#choice.add(best);
        improved ||= best !== out;
        if (uncovered(flow) === 0 || tried > mostExchanges || !isTimeLeft()) return flow;
      }
    }
    return flow;
  }

  #fill(): Flow {
    return this.#filler.fill(this.#choice.open, this.#released);
  }

  /** The bundles that are not open and hold units for the lines that are short, most of them first. */
  #mostOffering({ wanted }: Flow): Bundle[] {
    const { cellLine, sourceAvailable, maxSplitItemLocations, lineQuantity } = this.#problem;
    // A line that may be split over few locations may have to leave those that it has.
    const missing =
      maxSplitItemLocations === null
        ? wanted
        : wanted.map((units, line) => (units > 0 ? lineQuantity[line]! : 0));
    const offers = (bundle: Bundle) => {
      let units = 0;
      for (const item of bundle) {
        for (const source of this.#sources[item]!) {
          const most = this.#filler.cells.ofSource[source]!.reduce(
            (sum, cell) => sum + missing[cellLine[cell]!]!,
            0,
          );
          units += Math.min(most, sourceAvailable[source]!);
        }
      }
      return units;
    };
    return this.#bundles
      .filter(([item]) => this.#choice.open[item!] === 0)
      .map((bundle) => ({ bundle, units: offers(bundle) }))
      .filter(({ units }) => units > 0)
      .sort((a, b) => b.units - a.units)
      .map(({ bundle }) => bundle);
  }

  /** The bundles that are open, those that give least first. */
  #leastGiving({ left }: Flow): Bundle[] {
    const { sourceAvailable } = this.#problem;
    const given = (bundle: Bundle) =>
      bundle.reduce(
        (sum, item) =>
          this.#sources[item]!.reduce(
            (units, source) => units + sourceAvailable[source]! - left[source]!,
            sum,
          ),
        0,
      );
    return this.#bundles
      .filter(([item]) => this.#choice.open[item!] === 1)
      .map((bundle) => ({ bundle, units: given(bundle) }))
      .sort((a, b) => a.units - b.units)
      .map(({ bundle }) => bundle);
  }
}

/** Units that a flow leaves uncovered. */
const uncovered = ({ wanted }: Flow): number => wanted.reduce((sum, units) => sum + units, 0);

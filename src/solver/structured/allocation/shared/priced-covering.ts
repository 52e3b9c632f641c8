import type { AllocationProblem } from '../../../../program/allocation-problem.ts';
import { type Candidate, type Covering, layOutCovering } from '../../search/covering.ts';
import type { Prices } from '../weighted-prices.ts';
import { cheapestFill, coverRow, firstSets, type PricedChoice, withoutImplied } from './cover-rows.ts';
import type { Block, BlockSource, SharedProduct } from './optimal-face.ts';

/** One product under weights: all of it is one block, and every source a choice. */
export interface PricedProduct {
  readonly product: SharedProduct;
  readonly block: Block;
  /** The sources with their prices, the cheapest first; with `leaving`, where units may be left behind. */
  readonly choice: PricedChoice;
  /** The number that stands for leaving units behind, as a source that may serve every class; null where none may. */
  readonly leaving: number | null;
}

/** One product as a block whose units have prices. */
export function pricedProduct(
  { sourceAvailable }: AllocationProblem,
  product: SharedProduct,
  { unit, unfilled }: Prices,
  mayLeave: boolean,
): PricedProduct {
  const wants = Float64Array.from(product.classes, ({ wanted }) => wanted);
  const units = wants.reduce((sum, wanted) => sum + wanted, 0);
  const members = 2 ** product.classes.length - 1;
  const choice = product.sources.map(
    (source, at): BlockSource => ({ source, takers: product.takers[at]!, units: sourceAvailable[source]! }),
  );
  const leaving = mayLeave ? sourceAvailable.length : null;
  if (leaving !== null) choice.push({ source: leaving, takers: members, units });
  const priced = choice
    .map((each) => ({ ...each, unitCost: each.source === leaving ? unfilled : unit[each.source]! }))
    .sort((a, b) => a.unitCost - b.unitCost || a.source - b.source);
  return { product, block: { wants, members, usedUp: [], choice, units }, choice: priced, leaving };
}

/** A row of the covering. */
interface Row {
  readonly units: number;
  readonly sources: PricedChoice;
}

/**
 * The rows of one product. The first one pays for all units as if every class might take from every source, which bounds
 * the cost from below. In a full release every set of classes is a row without prices.
 */
function rowsOf({ block, choice, leaving }: PricedProduct, enumeratedClasses: number): Row[] {
  const paid: Row = { units: block.units, sources: choice };
  if (leaving !== null) return [paid];
  const rows = firstSets(block, enumeratedClasses)
    .map((set) => coverRow(block, set))
    .filter((row) => row !== null);
  const unpaid = withoutImplied(rows)
    .filter(({ classes }) => classes !== block.members)
    .map(({ units, sources }) => ({ units, sources: sources.map((each) => ({ ...each, unitCost: 0 })) }));
  return [paid, ...unpaid];
}

/**
 * Which packages to open for some products, as one fixed-charge covering. Its candidates are packages in their order,
 * and last leaving units behind. Those that cost nothing to open are fixed open.
 *
 * The rows bound the cost of units from below where a product has several classes. Then the true fill states it: the
 * cheapest flow, by the greedy algorithm of {@link cheapestFill}. It is also what says that the packages suffice, so the
 * rows may leave out sets of classes.
 */
export function layOutPriced(
  { sourcePackage }: AllocationProblem,
  products: readonly PricedProduct[],
  { opening, integral }: Prices,
  enumeratedClasses: number,
): { covering: Covering; packages: number[] } {
  const rows = products.flatMap((each) => rowsOf(each, enumeratedClasses));
  const entries = new Map<number, Candidate['entries'][number][]>();
  rows.forEach(({ sources }, demand) => {
    for (const { source, units, unitCost } of sources) {
      const item = sourcePackage[source] ?? LEAVING;
      const entry = { demand, amount: units, unitCost };
      const known = entries.get(item);
      if (known === undefined) entries.set(item, [entry]);
      else known.push(entry);
    }
  });
  const packages = [...entries.keys()].sort((a, b) => a - b);
  const candidates = packages.map((item) => ({ fixedCost: opening[item] ?? 0, entries: entries.get(item)! }));
  const fixedOpen = [...packages.keys()].filter((at) => candidates[at]!.fixedCost === 0);
  const candidateOf = new Map(packages.map((item, candidate) => [item, candidate]));
  const isTrue = products.every(({ product }) => product.classes.length === 1);
  const trueFill = (isOpen: Uint8Array) => {
    const isUsable = (source: number) => isOpen[candidateOf.get(sourcePackage[source] ?? LEAVING)!] === 1;
    return products.reduce((cost, { block, choice }) => cost + cheapestFill(block, choice, isUsable), 0);
  };
  const covering = layOutCovering(
    Float64Array.from(rows, ({ units }) => units),
    candidates,
    { integral, fixedOpen, trueFill: isTrue ? null : trueFill },
  );
  return { covering, packages: packages.filter((item) => item !== LEAVING) };
}

/** Comes after every package. */
const LEAVING = Number.MAX_SAFE_INTEGER;

import type { AllocationProblem } from '../../../../program/allocation-problem.ts';
import type { Budget } from '../../search/budget.ts';
import { type Candidate, type Covering, layOutCovering, type TrueFill } from '../../search/covering.ts';
import { solveByCountThenCost } from '../../search/solve-covering.ts';
import type { PriceScale } from '../price-scale.ts';
import { independentParts } from '../reductions/independent-parts.ts';
import type { ClassSet } from './class-flow.ts';
import {
  type CoverRow,
  cheapestFill,
  coverRow,
  firstSets,
  missedClasses,
  type PricedChoice,
  withoutImplied,
} from './cover-rows.ts';
import type { Block, OptimalFace } from './optimal-face.ts';

/** Which packages are open, and what is proven of them. */
export interface OpenPackages {
  readonly open: ReadonlySet<number>;
  /** A proven lower bound on how many are open. */
  readonly openedBound: number;
  /** By how much the cost may be above that of the best plan, as counted. */
  readonly costGap: number;
  /** True when no packages are better, proven. */
  readonly proven: boolean;
  /** True when they are proven to be the first of those that are as good. */
  readonly tieBreakProven: boolean;
  /** True when no search was needed. */
  readonly isForced: boolean;
}

/** A block with the sets of classes whose rows the search knows. */
interface KnownRows {
  readonly block: Block;
  readonly sets: Set<ClassSet>;
  /** Where the sources of the choice differ in unit cost: what they cost above the least one, as counted. */
  readonly priced: PricedChoice | null;
}

/**
 * Chooses the packages of the blocks: as few as possible, then the cheapest ones, then the earliest.
 *
 * That is a covering with a row for each set of classes, see {@link coverRow}. A block of many classes has too many
 * sets, and few of them decide. So the search starts with some, finds the best cover, and adds the rows that it misses
 * (constraint generation, Dantzig, Fulkerson and Johnson 1954). A best cover of fewer rows that misses none is the best
 * of all, in every level and in the tie-break. Where units of a choice cost differently, the row of the whole block
 * pays for them as if all its classes might take from all its sources. This is a lower bound, and
 * {@link cheapestFill} says what is paid in truth.
 */
export function openPackages(
  problem: AllocationProblem,
  faces: readonly OptimalFace[],
  scale: PriceScale,
  budget: Budget,
): OpenPackages {
  const { sourcePackage } = problem;
  const forced = new Set(faces.flatMap(({ usedUp }) => usedUp.map((source) => sourcePackage[source]!)));
  const known = faces.flatMap(({ blocks }) =>
    blocks
      .filter(({ units }) => units > 0)
      .map(
        (block): KnownRows => ({
          block,
          sets: new Set(firstSets(block, budget.parameters.enumeratedClasses)),
          priced: pricedChoice(problem, block, scale),
        }),
      ),
  );
  for (;;) {
    const rows = known.flatMap(({ block, sets }) =>
      [...sets].map((set) => coverRow(block, set)).filter((row) => row !== null),
    );
    openForced(problem, rows, forced);
    const demands = known.flatMap((each) => demandsOf(problem, each, rows, forced));
    const opened = solveParts(problem, { known, demands, forced, scale }, budget);
    const isOpen = (source: number) => opened.open.has(sourcePackage[source]!);
    let isMissed = false;
    for (const { block, sets } of known) {
      const missed = missedClasses(block, isOpen);
      if (missed === 0) continue;
      sets.add(missed);
      isMissed = true;
    }
    if (!isMissed) return opened;
  }
}

/** Null where all units of the choice cost the same, so that they do not decide. */
function pricedChoice(
  { sourceUnitCost }: AllocationProblem,
  { choice }: Block,
  scale: PriceScale,
): PricedChoice | null {
  const least = choice.reduce(
    (cost, { source }) => Math.min(cost, sourceUnitCost[source]!),
    Number.POSITIVE_INFINITY,
  );
  if (choice.every(({ source }) => sourceUnitCost[source] === least)) return null;
  // Every plan pays the least unit cost for each unit, so only the differences decide.
  const dearer = (source: number) => counted(sourceUnitCost[source]!, scale) - counted(least, scale);
  return choice
    .map((each) => ({ ...each, unitCost: dearer(each.source) }))
    .sort((a, b) => a.unitCost - b.unitCost || a.source - b.source);
}

const counted = (cost: number, { integral, scale }: PriceScale) =>
  integral ? Math.round(cost * scale) : cost;

/** Adds the packages without which some row cannot be satisfied. */
function openForced(
  { sourcePackage }: AllocationProblem,
  rows: readonly CoverRow[],
  forced: Set<number>,
): void {
  for (const { units, sources } of rows) {
    const slack = sources.reduce((sum, each) => sum + each.units, -units);
    for (const each of sources) if (each.units > slack) forced.add(sourcePackage[each.source]!);
  }
}

/** A row of the covering. */
interface Demand {
  readonly known: KnownRows;
  readonly units: number;
  readonly sources: PricedChoice;
}

/**
 * The rows of one block as demands of the covering. What forced packages give is taken off, but not where units have
 * a price: there they compete with the others.
 */
function demandsOf(
  { sourcePackage }: AllocationProblem,
  known: KnownRows,
  rows: readonly CoverRow[],
  forced: ReadonlySet<number>,
): Demand[] {
  const isForced = ({ source }: { source: number }) => forced.has(sourcePackage[source]!);
  const left = rows
    .filter(({ block }) => block === known.block)
    .map((row) => ({
      ...row,
      units: row.sources.reduce((units, each) => (isForced(each) ? units - each.units : units), row.units),
      sources: row.sources.filter((each) => !isForced(each)),
    }))
    .filter(({ units }) => units > 0);
  const unpriced = withoutImplied(left)
    .filter(({ classes }) => known.priced === null || classes !== known.block.members)
    .map(({ units, sources }) => ({
      known,
      units,
      sources: sources.map((each) => ({ ...each, unitCost: 0 })),
    }));
  if (known.priced === null) return unpriced;
  return [{ known, units: known.block.units, sources: known.priced }, ...unpriced];
}

interface Question {
  readonly known: readonly KnownRows[];
  readonly demands: readonly Demand[];
  readonly forced: ReadonlySet<number>;
  readonly scale: PriceScale;
}

function solveParts(problem: AllocationProblem, question: Question, budget: Budget): OpenPackages {
  const { demands, forced } = question;
  const open = new Set(forced);
  const parts = independentParts(
    demands.map(({ sources }) =>
      sources.map(({ source }) => problem.sourcePackage[source]!).filter((item) => !forced.has(item)),
    ),
  );
  let openedBound = open.size;
  let costGap = 0;
  let proven = true;
  let tieBreakProven = true;
  for (const part of parts) {
    const laidOut = layOutPart(
      problem,
      part.map((at) => demands[at]!),
      question,
    );
    const answer = solveByCountThenCost(laidOut.covering, budget);
    if (answer === null) throw new Error('a demand within its supply cannot be covered');
    laidOut.packages.forEach((item, candidate) => {
      if (answer.chosen[candidate] === 1) open.add(item);
    });
    openedBound += answer.openedBound;
    costGap += answer.cost - answer.costBound;
    proven &&= answer.openedBound >= answer.opened && answer.costBound >= answer.cost;
    tieBreakProven &&= answer.complete;
  }
  return { open, openedBound, costGap, proven, tieBreakProven, isForced: demands.length === 0 };
}

/** The covering of one part. Its candidates are packages in their order; the forced ones are fixed open. */
function layOutPart(
  { sourcePackage, packageCost }: AllocationProblem,
  demands: readonly Demand[],
  { forced, scale }: Question,
): { covering: Covering; packages: number[] } {
  const entries = new Map<number, Candidate['entries'][number][]>();
  demands.forEach(({ sources }, demand) => {
    for (const { source, units, unitCost } of sources) {
      const item = sourcePackage[source]!;
      const entry = { demand, amount: units, unitCost };
      const known = entries.get(item);
      if (known === undefined) entries.set(item, [entry]);
      else known.push(entry);
    }
  });
  const packages = [...entries.keys()].sort((a, b) => a - b);
  const candidates = packages.map((item) => ({
    fixedCost: forced.has(item) ? 0 : counted(packageCost[item]!, scale),
    entries: entries.get(item)!,
  }));
  const units = Float64Array.from(demands, (demand) => demand.units);
  const fixedOpen = [...packages.keys()].filter((at) => forced.has(packages[at]!));
  const trueFill = trueFillOf(sourcePackage, demands, packages);
  return {
    covering: layOutCovering(units, candidates, { integral: scale.integral, fixedOpen, trueFill }),
    packages,
  };
}

/** Null where the demands state what units cost: where no block has several classes and prices. */
function trueFillOf(
  sourcePackage: Int32Array,
  demands: readonly Demand[],
  packages: readonly number[],
): TrueFill | null {
  const priced = new Set(demands.map(({ known }) => known).filter((known) => known.priced !== null));
  if (![...priced].some(({ sets }) => sets.size > 1)) return null;
  const candidateOf = new Map(packages.map((item, candidate) => [item, candidate]));
  return (isOpen) => {
    let cost = 0;
    for (const { block, priced: choice } of priced) {
      cost += cheapestFill(
        block,
        choice!,
        (source) => isOpen[candidateOf.get(sourcePackage[source]!)!] === 1,
      );
    }
    return cost;
  };
}

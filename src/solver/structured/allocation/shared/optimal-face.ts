import type { AllocationProblem } from '../../../../program/allocation-problem.ts';
import { rankOf } from '../reductions/close-unit-levels.ts';
import type { LineClass } from '../reductions/merge-lines.ts';
import { ClassFlow, type ClassSet, classesIn } from './class-flow.ts';

/** One product whose lines may take from different sources. */
export interface SharedProduct {
  readonly classes: readonly LineClass[];
  /** The sources of any class, in the order of their packages. */
  readonly sources: readonly number[];
  /** The classes that may take from each source; one for each of `sources`. */
  readonly takers: Int32Array;
}

/** Collects what the classes of one product may take from. */
export function sharedProduct(classes: readonly LineClass[]): SharedProduct {
  const takersOf = new Map<number, ClassSet>();
  classes.forEach(({ sources }, each) => {
    for (const source of sources) takersOf.set(source, (takersOf.get(source) ?? 0) | (1 << each));
  });
  const sources = [...takersOf.keys()].sort((a, b) => a - b);
  return { classes, sources, takers: Int32Array.from(sources, (source) => takersOf.get(source)!) };
}

/** A source of a block and the classes of the block that take from it. */
export interface BlockSource {
  readonly source: number;
  readonly takers: ClassSet;
  readonly units: number;
}

/** Classes of one product that are served from their own sources in every plan that is best in levels 1 to 3. */
export interface Block {
  /** Units of each class of the product; 0 for those outside the block. */
  readonly wants: Float64Array;
  readonly members: ClassSet;
  /** Sources that the block uses up. */
  readonly usedUp: readonly BlockSource[];
  /** Sources of one rank, of which the block takes `units`. */
  readonly choice: readonly BlockSource[];
  /** Units to take from `choice`, at most what these sources hold. */
  readonly units: number;
}

/** What levels 1 to 3 leave to choose for one product. */
export interface OptimalFace {
  /** Units that no plan can release. */
  readonly unfilled: number;
  /** Units that every best plan takes at each rank. */
  readonly ranks: readonly { readonly source: number; readonly units: number }[];
  /** Sources that every best plan uses up. */
  readonly usedUp: readonly number[];
  readonly blocks: readonly Block[];
}

/**
 * Solves levels 1 to 3 of one product whose lines may take from different sources.
 *
 * The levels depend only on how many units come from each rank of sources (see {@link rankOf}). Filling rank after rank
 * by a maximum flow is best in all three (the greedy algorithm on a polymatroid, see {@link ClassFlow}): a plan is best
 * exactly where, for every rank, its units up to that rank are a maximum flow. By complementary slackness with the
 * minimum cut, the classes on its short side use up all their sources up to the rank and share them with nobody, and
 * the others have all that they want. Short sides shrink from rank to rank. So the classes that are served at last in
 * one rank are a block: it uses up the sources of earlier ranks that no class still short may take from, and takes the
 * rest of its units from those of this rank.
 *
 * @param wants the units that each class releases if it can
 */
export function optimalFace(
  problem: AllocationProblem,
  { sources, takers }: SharedProduct,
  wants: Float64Array,
): OptimalFace {
  const { sourceAvailable } = problem;
  const flow = new ClassFlow(wants);
  const usedUp: number[] = [];
  const ranks: { source: number; units: number }[] = [];
  const blocks: Block[] = [];
  let short = wants.reduce((set, units, each) => (units > 0 ? set | (1 << each) : set), 0);
  let heldBack: BlockSource[] = [];
  for (const positions of byRank(problem, sources)) {
    if (short === 0) break;
    const before = short;
    const offered = positions.map(
      (at): BlockSource => ({
        source: sources[at]!,
        takers: takers[at]! & before,
        units: sourceAvailable[sources[at]!]!,
      }),
    );
    for (const each of offered) if (each.takers !== 0) flow.add(each.takers, each.units);
    const units = flow.augment();
    if (units > 0) ranks.push({ source: offered[0]!.source, units });
    short = flow.shortClasses();
    const choice: BlockSource[] = [];
    const members = before & ~short;
    const own = heldBack.filter((each) => (each.takers & short) === 0);
    heldBack = heldBack.filter((each) => (each.takers & short) !== 0);
    for (const each of offered) {
      if ((each.takers & short) !== 0) {
        usedUp.push(each.source);
        heldBack.push(each);
      } else if (each.takers !== 0) choice.push(each);
    }
    if (members !== 0) blocks.push(blockOf(members, wants, own, choice));
  }
  return { unfilled: flow.missing, ranks, usedUp, blocks };
}

function blockOf(
  members: ClassSet,
  wants: Float64Array,
  usedUp: readonly BlockSource[],
  choice: readonly BlockSource[],
): Block {
  const own = wants.map((units, each) => ((members >> each) & 1 ? units : 0));
  const wanted = classesIn(members).reduce((sum, each) => sum + own[each]!, 0);
  const units = usedUp.reduce((left, each) => left - each.units, wanted);
  return { wants: own, members, usedUp, choice, units };
}

/** Positions of sources by rank, the earliest rank first. */
function byRank(problem: AllocationProblem, sources: readonly number[]): number[][] {
  const ranks = new Map<number, number[]>();
  sources.forEach((source, at) => {
    const rank = rankOf(problem, source);
    const known = ranks.get(rank);
    if (known === undefined) ranks.set(rank, [at]);
    else known.push(at);
  });
  return [...ranks].sort(([a], [b]) => a - b).map(([, positions]) => positions);
}

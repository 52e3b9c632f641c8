import { ClassFlow, type ClassSet, classesIn } from './class-flow.ts';
import type { Block, BlockSource } from './optimal-face.ts';

/** What some classes of a block need of its choice: together the open ones of `sources` must hold `units`. */
export interface CoverRow {
  readonly block: Block;
  readonly classes: ClassSet;
  /** Units, positive. */
  readonly units: number;
  /** Sources of the choice that some of these classes may take from. */
  readonly sources: readonly BlockSource[];
}

const mayServe = (classes: ClassSet) => (source: BlockSource) => (source.takers & classes) !== 0;

const unitsOf = (sources: readonly BlockSource[]) => sources.reduce((sum, each) => sum + each.units, 0);

/**
 * The row of some classes: what they want, less what the block uses up and they may take.
 *
 * Open sources suffice for a block exactly where they satisfy the rows of all sets of its classes (Gale 1957; for
 * single units Hall 1935).
 *
 * @returns null where they need nothing of the choice
 */
export function coverRow(block: Block, classes: ClassSet): CoverRow | null {
  const wanted = classesIn(classes).reduce((sum, each) => sum + block.wants[each]!, 0);
  const units = wanted - unitsOf(block.usedUp.filter(mayServe(classes)));
  return units > 0 ? { block, classes, units, sources: block.choice.filter(mayServe(classes)) } : null;
}

/**
 * The sets of classes whose rows a search starts with: all of a small block, else single classes and the whole block.
 * {@link missedClasses} finds those that turn out to be needed.
 *
 * @param mostClasses of a block whose sets are all taken
 */
export function firstSets({ members }: Block, mostClasses: number): ClassSet[] {
  const classes = classesIn(members);
  if (classes.length > mostClasses) {
    return [...new Set([members, ...classes.map((each) => 1 << each)])];
  }
  const sets: ClassSet[] = [];
  for (let set = members; set !== 0; set = (set - 1) & members) sets.push(set);
  return sets;
}

/** The flow of a block from what it uses up and, in this order, the open sources of its choice. */
function blockFlow({ wants, members, usedUp }: Block): ClassFlow {
  const flow = new ClassFlow(wants);
  for (const { takers, units } of usedUp) flow.add(takers & members, units);
  flow.augment();
  return flow;
}

/**
 * Classes of the block for which the open sources do not suffice, as a set whose row they miss.
 *
 * @param isOpen whether a source is open
 * @returns 0 where they suffice
 */
export function missedClasses(block: Block, isOpen: (source: number) => boolean): ClassSet {
  const flow = blockFlow(block);
  for (const { source, takers, units } of block.choice)
    if (isOpen(source)) flow.add(takers & block.members, units);
  flow.augment();
  return flow.missing > 0 ? flow.shortClasses() : 0;
}

/** The choice of a block with what a unit of each source costs, the cheapest first. */
export type PricedChoice = readonly (BlockSource & { readonly unitCost: number })[];

/**
 * What a block pays for units of its choice at least, from open sources: the greedy algorithm of {@link ClassFlow}.
 *
 * @returns +Infinity where the open sources do not suffice
 */
export function cheapestFill(
  block: Block,
  choice: PricedChoice,
  isOpen: (source: number) => boolean,
): number {
  const flow = blockFlow(block);
  let cost = 0;
  for (const { source, takers, units, unitCost } of choice) {
    if (flow.missing === 0) break;
    if (!isOpen(source)) continue;
    flow.add(takers & block.members, units);
    cost += flow.augment() * unitCost;
  }
  return flow.missing > 0 ? Number.POSITIVE_INFINITY : cost;
}

/**
 * Drops rows that others imply: a row is implied by another one that needs at least as many units from no more sources,
 * and where two rows share no source, by the two that make it up.
 */
export function withoutImplied(rows: readonly CoverRow[]): CoverRow[] {
  const kept: CoverRow[] = [];
  const fewestSources = [...rows].sort((a, b) => a.sources.length - b.sources.length || b.units - a.units);
  for (const row of fewestSources) {
    const inside = kept.filter(
      (each) => each.block === row.block && each.sources.every(mayServe(row.classes)),
    );
    const isImplied = inside.some(
      (each) =>
        each.units >= row.units ||
        inside.some(
          (other) => each.units + other.units >= row.units && !other.sources.some(mayServe(each.classes)),
        ),
    );
    if (!isImplied) kept.push(row);
  }
  return kept;
}

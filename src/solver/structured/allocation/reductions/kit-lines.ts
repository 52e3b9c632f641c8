import type { AllocationProblem } from '../../../../program/allocation-problem.ts';
import { decimalScale } from '../../../../program/decimal-scale.ts';

/** A group that is shipped together. */
interface Kit {
  /** Positions of its lines, in the order of their ids. */
  readonly lines: readonly number[];
  /** N_g. */
  readonly kits: number;
}

/** What one package gives of a kit: the cells of its lines, in their order, and how many kits they hold. */
interface KitCell {
  readonly cells: readonly number[];
  readonly kits: number;
  /** What the units of one kit cost there. */
  readonly unitCost: number;
}

/** The problem with a line of kits in place of each group that is shipped together. */
export interface KitLines {
  readonly problem: AllocationProblem;
  /** The units of each cell of the original problem, from those of this one. */
  readonly unitsOf: (units: Float64Array) => Float64Array;
}

/**
 * Puts one line of kits in the place of each group that is shipped together and that no other line competes with.
 *
 * Every package gives whole kits of such a group. So a plan says no more of it than how many kits come from each
 * package, n_gk: the units of its lines follow, x_ik = (q_i / N_g) · n_gk. A package has stock for
 * min_p ⌊a_pk / Σ_{i: p(i)=p} q_i / N_g⌋ kits, as no line outside the group takes of these products, and for none where
 * one of the lines may not use it. That is a line of N_g units of a product of its own. A kit stands for the same number
 * of units wherever it comes from; so each of levels 1 to 3 is, for this line, a constant multiple of the level counted
 * in kits, and the best plan of the line is the same. It costs nothing in these levels to open a package, so lines that
 * share no product reach their best levels 1 to 3 each by itself, whatever a unit of another line counts for. In levels
 * 4 and 5 the packages and costs are those of the original problem.
 *
 * Given the open packages, lines that share no product are independent in the tie-break too, and x_ik is largest in the
 * order of (package, line) where n_gk is.
 *
 * Limits on locations of the release or on packages are left out: with them levels 1 to 3 couple the lines, and a kit
 * must count for its units. A limit on the locations of a line is kept, for all lines of a group use the same ones.
 *
 * @returns null where another line wants a product of such a group, and under weights, whose prices are of units
 */
export function withKitLines(problem: AllocationProblem): KitLines | null {
  const kits = kitsOf(problem);
  if (problem.weights !== null || !areAlone(problem, kits)) return null;
  const kitOf = new Map(kits.flatMap((kit) => kit.lines.map((line) => [line, kit] as const)));
  // The line of kits stands where the first line of its group stood.
  const kept = [...problem.lineQuantity.keys()].filter(
    (line) => (kitOf.get(line)?.lines[0] ?? line) === line,
  );
  const layout = layOutCells(problem, kept, kitOf);
  const { cells, sourceAvailable, sourceUnitCost } = layout;
  return {
    problem: {
      ...problem,
      maxFulfillingLocations: null,
      maxChildShipments: null,
      lineQuantity: Float64Array.from(kept, (line) => kitOf.get(line)?.kits ?? problem.lineQuantity[line]!),
      lineProduct: Int32Array.from(kept, (line) => problem.lineProduct[line]!),
      lineGroup: Int32Array.from(kept, (line) => (kitOf.has(line) ? -1 : problem.lineGroup[line]!)),
      groupTogether: new Uint8Array(problem.groupTogether.length),
      sourceProduct: Int32Array.from(layout.sourceProduct),
      sourcePackage: Int32Array.from(layout.sourcePackage),
      sourceAvailable: Float64Array.from(sourceAvailable),
      sourceUnitCost: Float64Array.from(sourceUnitCost),
      cellLine: Int32Array.from(layout.cellLine),
      cellSource: Int32Array.from(layout.cellSource),
    },
    unitsOf(units) {
      const original = new Float64Array(problem.cellLine.length);
      for (const [at, given] of units.entries()) {
        for (const cell of cells[at]!) {
          const line = problem.cellLine[cell]!;
          original[cell] = given * unitsPerKit(problem, line, kitOf.get(line));
        }
      }
      return original;
    },
  };
}

const unitsPerKit = ({ lineQuantity }: AllocationProblem, line: number, kit: Kit | undefined): number =>
  kit === undefined ? 1 : lineQuantity[line]! / kit.kits;

function kitsOf({ lineGroup, groupKits, groupTogether }: AllocationProblem): Kit[] {
  const linesOf = new Map<number, number[]>();
  for (const [line, group] of lineGroup.entries()) {
    if (group < 0 || groupTogether[group] === 0) continue;
    const lines = linesOf.get(group);
    if (lines === undefined) linesOf.set(group, [line]);
    else lines.push(line);
  }
  return [...linesOf].map(([group, lines]) => ({ lines, kits: groupKits[group]! }));
}

/** Whether no product of a kit is wanted outside it. */
function areAlone({ lineProduct }: AllocationProblem, kits: readonly Kit[]): boolean {
  return kits.every(({ lines }) => {
    const products = new Set(lines.map((line) => lineProduct[line]!));
    return lineProduct.every((product, line) => !products.has(product) || lines.includes(line));
  });
}

/** Lays out cells and sources, each in its written order. */
function layOutCells(problem: AllocationProblem, kept: readonly number[], kitOf: ReadonlyMap<number, Kit>) {
  const { cellLine, cellSource, sourcePackage } = problem;
  const positionOf = new Map(kept.map((line, position) => [line, position]));
  const sourceOf = new Map<number, number>();
  const layout = {
    /** The original cells that each cell stands for. */
    cells: [] as (readonly number[])[],
    cellLine: [] as number[],
    cellSource: [] as number[],
    sourceProduct: [] as number[],
    sourcePackage: [] as number[],
    sourceAvailable: [] as number[],
    sourceUnitCost: [] as number[],
  };
  const addSource = (source: number, available: number, unitCost: number): number => {
    layout.sourceProduct.push(problem.sourceProduct[source]!);
    layout.sourcePackage.push(sourcePackage[source]!);
    layout.sourceAvailable.push(available);
    layout.sourceUnitCost.push(unitCost);
    return layout.sourceAvailable.length - 1;
  };
  const addCell = (line: number, source: number, cells: readonly number[]) => {
    layout.cells.push(cells);
    layout.cellLine.push(positionOf.get(line)!);
    layout.cellSource.push(source);
  };
  const scale = decimalScale(problem.sourceUnitCost);
  for (const [from, to] of packageRuns(problem)) {
    for (let cell = from; cell < to; cell++) {
      const line = cellLine[cell]!;
      const source = cellSource[cell]!;
      const kit = kitOf.get(line);
      if (kit === undefined) {
        const { sourceAvailable, sourceUnitCost } = problem;
        const known =
          sourceOf.get(source) ?? addSource(source, sourceAvailable[source]!, sourceUnitCost[source]!);
        sourceOf.set(source, known);
        addCell(line, known, [cell]);
      } else if (line === kit.lines[0]) {
        const given = kitCellOf(problem, kit, from, to, scale);
        if (given.kits > 0) addCell(line, addSource(source, given.kits, given.unitCost), given.cells);
      }
    }
  }
  return layout;
}

/** Cells of one package stand together: the first cell of each, and the one after its last. */
function* packageRuns({ cellSource, sourcePackage }: AllocationProblem): Generator<[number, number]> {
  const packageOf = (cell: number) => sourcePackage[cellSource[cell]!]!;
  for (let from = 0, to = 0; from < cellSource.length; from = to) {
    for (to = from + 1; to < cellSource.length && packageOf(to) === packageOf(from); ) to++;
    yield [from, to];
  }
}

/** How many kits the cells from `from` to `to`, those of one package, hold of a group, and what one costs. */
function kitCellOf(
  problem: AllocationProblem,
  kit: Kit,
  from: number,
  to: number,
  scale: number | null,
): KitCell {
  const { cellLine, cellSource, sourceAvailable, sourceUnitCost } = problem;
  const cells: number[] = [];
  const perKit = new Map<number, number>();
  let cost = 0;
  for (let cell = from; cell < to; cell++) {
    const line = cellLine[cell]!;
    if (!kit.lines.includes(line)) continue;
    const source = cellSource[cell]!;
    const units = unitsPerKit(problem, line, kit);
    cells.push(cell);
    perKit.set(source, (perKit.get(source) ?? 0) + units);
    // Decimals are added up as integers, so that equal costs stay equal.
    const unitCost = sourceUnitCost[source]!;
    cost += units * (scale === null ? unitCost : Math.round(unitCost * scale));
  }
  const isWhole = cells.length === kit.lines.length;
  const held = [...perKit].map(([source, units]) => Math.floor(sourceAvailable[source]! / units));
  return { cells, kits: isWhole ? Math.min(...held) : 0, unitCost: scale === null ? cost : cost / scale };
}

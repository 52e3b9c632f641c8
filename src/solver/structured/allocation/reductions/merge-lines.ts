import type { AllocationProblem } from '../../../../program/allocation-problem.ts';

/** Lines of one product that may take from the same sources. Together they are one demand. */
export interface LineClass {
  /** Positions of the lines, in the order of their ids. */
  readonly lines: readonly number[];
  /** Positions of the sources, in the order of their packages. */
  readonly sources: readonly number[];
  /** Σ q_i of its lines. */
  readonly wanted: number;
  /** Σ a_pk of its sources. */
  readonly supply: number;
}

/** The sources of each line, in the order of their packages. */
function sourcesOfLines({ lineQuantity, cellLine, cellSource }: AllocationProblem): number[][] {
  const sources: number[][] = Array.from(lineQuantity, () => []);
  cellLine.forEach((line, cell) => {
    sources[line]!.push(cellSource[cell]!);
  });
  return sources;
}

const isSame = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((item, index) => item === b[index]);

/**
 * Merges the lines of one product that may take from the same sources into one demand.
 *
 * No level depends on which line gets a unit, only on the units that a package gives of a product. So all ways to
 * split the units of a class over its lines have the same value. {@link splitOverLines} makes the split that the
 * tie-break wants.
 *
 * @returns the classes in the order of their first lines; several of one product compete for its supply
 */
export function mergeLines(problem: AllocationProblem): LineClass[] {
  const { lineProduct, lineQuantity, sourceAvailable } = problem;
  const sourcesOf = sourcesOfLines(problem);
  const classes: { product: number; lines: number[]; sources: number[]; wanted: number }[] = [];
  for (let line = 0; line < lineProduct.length; line++) {
    const product = lineProduct[line]!;
    const known = classes.find((each) => each.product === product && isSame(each.sources, sourcesOf[line]!));
    if (known === undefined) {
      classes.push({ product, lines: [line], sources: sourcesOf[line]!, wanted: lineQuantity[line]! });
    } else {
      known.lines.push(line);
      known.wanted += lineQuantity[line]!;
    }
  }
  return classes.map(({ lines, sources, wanted }) => ({
    lines,
    sources,
    wanted,
    supply: sources.reduce((sum, source) => sum + sourceAvailable[source]!, 0),
  }));
}

/** The classes of each product, in the order of their first lines. */
export function classesByProduct(
  { lineProduct }: Pick<AllocationProblem, 'lineProduct'>,
  classes: readonly LineClass[],
): LineClass[][] {
  const byProduct = new Map<number, LineClass[]>();
  for (const each of classes) {
    const product = lineProduct[each.lines[0]!]!;
    const known = byProduct.get(product);
    if (known === undefined) byProduct.set(product, [each]);
    else known.push(each);
  }
  return [...byProduct.values()];
}

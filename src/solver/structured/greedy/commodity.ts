import type { AllocationProblem } from '../../../program/allocation-problem.ts';

/** What one product's lines may take from where. */
export interface Commodity {
  readonly product: number;
  /** Positions of its lines. */
  readonly lines: readonly number[];
  /** Positions of its sources. */
  readonly sources: readonly number[];
}

/** The cells of each line and of each source, by position. */
export interface Cells {
  readonly ofLine: readonly (readonly number[])[];
  readonly ofSource: readonly (readonly number[])[];
}

/** The cells of an allocation problem by line and by source. */
export function cellsOf({ cellLine, cellSource, lineQuantity, sourcePackage }: AllocationProblem): Cells {
  const ofLine: number[][] = Array.from(lineQuantity, () => []);
  const ofSource: number[][] = Array.from(sourcePackage, () => []);
  for (let cell = 0; cell < cellLine.length; cell++) {
    ofLine[cellLine[cell]!]!.push(cell);
    ofSource[cellSource[cell]!]!.push(cell);
  }
  return { ofLine, ofSource };
}

/** The products of a problem, each with its lines and sources. */
export function commoditiesOf({ lineProduct, sourceProduct }: AllocationProblem): Commodity[] {
  const found = new Map<number, { product: number; lines: number[]; sources: number[] }>();
  lineProduct.forEach((product, line) => {
    const known = found.get(product);
    if (known === undefined) found.set(product, { product, lines: [line], sources: [] });
    else known.lines.push(line);
  });
  sourceProduct.forEach((product, source) => {
    found.get(product)?.sources.push(source);
  });
  return [...found.values()];
}

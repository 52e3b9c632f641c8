import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstFlow } from '../../../../../src/solver/structured/allocation/shared/first-flow.ts';
import { runs } from '../../../../arbitraries/runs.ts';
import { problemOf } from '../../problem.ts';

interface Drawn {
  readonly quantities: readonly number[];
  readonly units: readonly number[];
  readonly price: readonly number[];
  readonly excluded: readonly (readonly [number, number])[];
}

function solved({ quantities, units, price, excluded }: Drawn) {
  const problem = problemOf({
    lines: quantities.map((quantity) => ({ product: 0, quantity })),
    packages: units.map((each, location) => ({ location, stock: [{ product: 0, units: each }] })),
    excluded,
  });
  const { cellLine, cellSource, lineQuantity } = problem;
  const cellOf = (line: number, source: number) =>
    cellLine.findIndex((each, cell) => each === line && cellSource[cell] === source);
  const found = new Float64Array(cellLine.length);
  const lines = [...quantities.keys()];
  firstFlow(
    problem.sourceAvailable,
    { lines, wants: lineQuantity, sources: [...units.keys()], price, cellOf },
    found,
  );
  return { problem, found: [...found] };
}

/** The first of the largest and cheapest flows, by trying all. */
function enumerated(
  { quantities, units, price }: Drawn,
  { cellLine, cellSource }: ReturnType<typeof solved>['problem'],
) {
  let best: number[] = [];
  let bestKey: readonly [number, number] = [-1, 0];
  const left = [...units];
  const wants = [...quantities];
  const x = new Array<number>(cellLine.length).fill(0);
  // Cells are tried from their most units down, so the first of equal flows is the first in the order.
  const choose = (cell: number, total: number, cost: number) => {
    if (cell === x.length) {
      if (total > bestKey[0] || (total === bestKey[0] && cost < bestKey[1])) {
        best = [...x];
        bestKey = [total, cost];
      }
      return;
    }
    const [line, source] = [cellLine[cell]!, cellSource[cell]!];
    for (let taken = Math.min(left[source]!, wants[line]!); taken >= 0; taken--) {
      x[cell] = taken;
      left[source]! -= taken;
      wants[line]! -= taken;
      choose(cell + 1, total + taken, cost + taken * price[source]!);
      left[source]! += taken;
      wants[line]! += taken;
    }
  };
  choose(0, 0, 0);
  return best;
}

describe('the first of the best flows', () => {
  it('gives the first line the most of the first package that the others can spare', () => {
    // Line 1 may take from package 0 alone, so line 0 gets 1 of its 3 units.
    const { found } = solved({ quantities: [3, 2], units: [3, 5], price: [0, 0], excluded: [[1, 1]] });
    expect(found).toEqual([1, 2, 2]);
  });

  it('is the one that enumeration finds, also where some units stay unfilled', () => {
    const small = fc.integer({ min: 1, max: 3 });
    const drawn = fc.record({
      quantities: fc.array(small, { minLength: 2, maxLength: 3 }),
      units: fc.array(small, { minLength: 3, maxLength: 3 }),
      price: fc.array(fc.nat(1), { minLength: 3, maxLength: 3 }),
      excluded: fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(drawn, (each) => {
        const { problem, found } = solved(each);
        expect(found).toEqual(enumerated(each, problem));
      }),
      runs(2),
    );
  });
});

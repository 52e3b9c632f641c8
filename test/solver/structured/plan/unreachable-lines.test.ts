import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AllocationProblem } from '../../../../src/program/allocation-problem.ts';
import { cellsOf } from '../../../../src/solver/structured/greedy/commodity.ts';
import { keepsRules } from '../../../../src/solver/structured/plan/keeps-rules.ts';
import { unreachableLines } from '../../../../src/solver/structured/plan/unreachable-lines.ts';
import { runs } from '../../../arbitraries/runs.ts';
import { type ProblemDraft, problemOf } from '../problem.ts';

const unreachable = (draft: ProblemDraft) => {
  const problem = problemOf(draft);
  return [...unreachableLines(problem, cellsOf(problem))];
};

/** Lines that some plan releases units of, by trying all plans. */
function released(problem: AllocationProblem): Set<number> {
  const { cellLine, cellSource, lineQuantity, sourceAvailable } = problem;
  const lines = new Set<number>();
  const units = new Float64Array(cellLine.length);
  const extend = (cell: number): void => {
    if (cell === units.length) {
      if (!keepsRules(problem, units)) return;
      units.forEach((given, at) => {
        if (given > 0) lines.add(cellLine[at]!);
      });
      return;
    }
    const most = Math.min(lineQuantity[cellLine[cell]!]!, sourceAvailable[cellSource[cell]!]!);
    for (let given = 0; given <= most; given++) {
      units[cell] = given;
      extend(cell + 1);
    }
    units[cell] = 0;
  };
  extend(0);
  return lines;
}

describe('lines that no plan releases', () => {
  const kit = {
    mode: 'quantity',
    lines: [
      { product: 0, quantity: 2, group: 0 },
      { product: 0, quantity: 1, group: 0 },
    ],
    groupKits: Float64Array.of(1),
    packages: [0, 1, 2].map((location) => ({ location, stock: [{ product: 0, units: 1 }] })),
  } as const;

  it('are those of a kit whose units of one product do not lie within the limits', () => {
    expect(unreachable({ ...kit, maxFulfillingLocations: 2 })).toEqual([1, 1]);
    expect(unreachable({ ...kit, maxChildShipments: 2 })).toEqual([1, 1]);
    expect(unreachable({ ...kit, maxFulfillingLocations: 3 })).toEqual([0, 0]);
    // Each line may have two locations of its own.
    expect(unreachable({ ...kit, maxSplitItemLocations: 2 })).toEqual([0, 0]);
  });

  it('are none that trying all plans releases', () => {
    let found = 0;
    const limit = fc.constantFrom(null, 1, 2);
    const line = fc.record({
      product: fc.constantFrom(0, 1),
      quantity: fc.integer({ min: 1, max: 3 }),
      group: fc.constantFrom(-1, 0),
    });
    const packages = fc.array(
      fc.record({
        location: fc.nat(2),
        stock: fc
          .tuple(fc.nat(2), fc.nat(2))
          .map(([a, b]) =>
            [a, b].map((units, product) => ({ product, units })).filter(({ units }) => units > 0),
          ),
      }),
      { minLength: 1, maxLength: 3 },
    );
    const draft = fc.record({
      mode: fc.constantFrom('line' as const, 'quantity' as const),
      lines: fc.array(line, { minLength: 1, maxLength: 3 }),
      packages,
      maxFulfillingLocations: limit,
      maxSplitItemLocations: limit,
      maxChildShipments: limit,
    });
    fc.assert(
      fc.property(draft, (each) => {
        const problem = problemOf(each);
        const lines = released(problem);
        unreachableLines(problem, cellsOf(problem)).forEach((isUnreachable, at) => {
          if (isUnreachable === 0) return;
          found += 1;
          expect(lines.has(at)).toBe(false);
        });
      }),
      runs(2),
    );
    expect(found).toBeGreaterThan(20);
  });
});

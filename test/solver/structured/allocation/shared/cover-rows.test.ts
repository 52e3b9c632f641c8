import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  coverRow,
  firstSets,
  missedClasses,
  withoutImplied,
} from '../../../../../src/solver/structured/allocation/shared/cover-rows.ts';
import type { Block } from '../../../../../src/solver/structured/allocation/shared/optimal-face.ts';
import { runs } from '../../../../arbitraries/runs.ts';

const blockOf = (
  wants: readonly number[],
  choice: readonly (readonly [takers: number, units: number])[],
  usedUp: readonly (readonly [takers: number, units: number])[] = [],
): Block => ({
  wants: Float64Array.from(wants),
  members: 2 ** wants.length - 1,
  usedUp: usedUp.map(([takers, units], at) => ({ source: 100 + at, takers, units })),
  choice: choice.map(([takers, units], source) => ({ source, takers, units })),
  units: wants.reduce((sum, units) => sum + units, 0) - usedUp.reduce((sum, [, units]) => sum + units, 0),
});

const rowsOf = (block: Block) =>
  firstSets(block, 9)
    .map((set) => coverRow(block, set))
    .filter((row) => row !== null);

describe('the rows of a block', () => {
  it('ask of each set of classes what they want beyond what is used up for them', () => {
    const block = blockOf(
      [4, 3],
      [
        [1, 4],
        [2, 4],
        [3, 2],
      ],
      [[3, 2]],
    );
    expect(coverRow(block, 1)).toMatchObject({ units: 2, sources: [{ source: 0 }, { source: 2 }] });
    expect(coverRow(block, 3)).toMatchObject({ units: 5 });
    expect(coverRow(blockOf([2], [[1, 3]], [[1, 2]]), 1)).toBeNull();
  });

  it('are dropped where another row asks for as much from fewer sources', () => {
    // Class 0 wants 5 of sources 0 and 1. Both classes together want 5 + 0 of all three.
    const rows = rowsOf(
      blockOf(
        [5, 0],
        [
          [1, 4],
          [3, 4],
          [2, 1],
        ],
      ),
    );
    expect(withoutImplied(rows).map(({ classes }) => classes)).toEqual([1]);
  });

  it('are dropped where two others that share no source add up to them', () => {
    const rows = rowsOf(
      blockOf(
        [5, 3],
        [
          [1, 4],
          [1, 4],
          [2, 1],
          [2, 2],
        ],
      ),
    );
    expect(
      withoutImplied(rows)
        .map(({ classes }) => classes)
        .sort(),
    ).toEqual([1, 2]);
  });

  it('hold exactly where the open sources suffice, and the set that is named is one that misses', () => {
    const source = fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 4 }), fc.boolean());
    const drawn = fc.tuple(
      fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 3, maxLength: 3 }),
      fc.array(source, { minLength: 1, maxLength: 7 }),
      fc.integer({ min: 1, max: 7 }),
    );
    fc.assert(
      fc.property(drawn, ([wants, sources, shared]) => {
        const block = blockOf(
          wants,
          sources.map(([takers, units]) => [takers, units] as const),
          [[shared, 1]],
        );
        const isOpen = (at: number) => sources[at]![2];
        const isMissed = ({ units, sources: given }: NonNullable<ReturnType<typeof coverRow>>) =>
          given.reduce((sum, each) => (isOpen(each.source) ? sum + each.units : sum), 0) < units;
        const missed = missedClasses(block, isOpen);
        expect(missed === 0).toBe(!rowsOf(block).some(isMissed));
        expect(missed === 0).toBe(!withoutImplied(rowsOf(block)).some(isMissed));
        if (missed !== 0) expect(isMissed(coverRow(block, missed)!)).toBe(true);
      }),
      runs(3),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coverDemands, type Demand } from '../../../src/decision/verify/max-flow.ts';
import { runs } from '../../arbitraries/runs.ts';

/** The most units any sharing covers, by trying every number of units for every pair. */
function mostByTrial(demands: readonly Demand[], capacities: readonly number[]): number {
  const pairs = demands.flatMap(({ sources }, demand) => sources.map((source) => ({ demand, source })));
  const wanted = demands.map(({ quantity }) => quantity);
  const left = [...capacities];
  const most = (index: number): number => {
    const pair = pairs[index];
    if (pair === undefined) return 0;
    const { demand, source } = pair;
    let best = 0;
    for (let units = Math.min(wanted[demand]!, left[source]!); units >= 0; units -= 1) {
      wanted[demand]! -= units;
      left[source]! -= units;
      best = Math.max(best, units + most(index + 1));
      wanted[demand]! += units;
      left[source]! += units;
    }
    return best;
  };
  return most(0);
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, units) => total + units, 0);

const flowProblem = fc.integer({ min: 1, max: 3 }).chain((sourceCount) =>
  fc.record({
    capacities: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: sourceCount, maxLength: sourceCount }),
    demands: fc.array(
      fc.record({
        quantity: fc.integer({ min: 0, max: 4 }),
        sources: fc.shuffledSubarray([...Array(sourceCount).keys()]),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  }),
);

describe('covering demands from shared sources', () => {
  test('an earlier demand moves to another source when a later one has no choice', () => {
    const flexible = { quantity: 2, sources: [0, 1] };
    const bound = { quantity: 2, sources: [0] };
    expect(coverDemands([flexible, bound], [2, 2])).toEqual([2, 2]);
  });

  test('units move along a chain of several demands', () => {
    const chain = [
      { quantity: 1, sources: [0, 1] },
      { quantity: 1, sources: [1, 2] },
      { quantity: 1, sources: [2, 3] },
      { quantity: 1, sources: [0] },
    ];
    expect(coverDemands(chain, [1, 1, 1, 1])).toEqual([1, 1, 1, 1]);
  });

  test('where stock is short the earlier demand has it', () => {
    expect(
      coverDemands(
        [
          { quantity: 3, sources: [0] },
          { quantity: 3, sources: [0] },
        ],
        [4],
      ),
    ).toEqual([3, 1]);
  });

  test('as many units are covered as by trying every sharing', () => {
    fc.assert(
      fc.property(flowProblem, ({ demands, capacities }) => {
        expect(sum(coverDemands(demands, capacities))).toBe(mostByTrial(demands, capacities));
      }),
      runs(5),
    );
  });

  test('an earlier demand is covered as well as if the later ones were not there', () => {
    fc.assert(
      fc.property(flowProblem, ({ demands, capacities }) => {
        const covered = coverDemands(demands, capacities);
        for (let count = 1; count < demands.length; count += 1) {
          expect(covered.slice(0, count)).toEqual(coverDemands(demands.slice(0, count), capacities));
        }
      }),
      runs(5),
    );
  });
});

describe('moving units from one demand to another', () => {
  test('moves no more than the other holds there, and not twice', () => {
    const flexible = { quantity: 3, sources: [0, 1] };
    const bound = { quantity: 5, sources: [0] };
    expect(coverDemands([flexible, bound], [2, 5])).toEqual([3, 2]);
  });

  test('goes on with another source where one is not enough', () => {
    const flexible = { quantity: 2, sources: [0, 1, 2] };
    const bound = { quantity: 2, sources: [0] };
    expect(coverDemands([flexible, bound], [2, 1, 1])).toEqual([2, 2]);
  });

  test('ends when the demand is covered, though more could be moved', () => {
    const flexible = { quantity: 2, sources: [0, 1] };
    const bound = { quantity: 1, sources: [0] };
    expect(coverDemands([flexible, bound], [2, 5])).toEqual([2, 1]);
  });
});

import { expect, it } from 'vitest';
import { solveByCountThenCost } from '../../../../src/solver/structured/search/solve-covering.ts';
import { coveringOf, endless } from './coverings.ts';

/** Seven demands, each at the three candidates of a line of the Fano plane: the relaxation opens 7/3, a cover 3. */
const FANO = [
  [0, 1, 2],
  [0, 3, 4],
  [0, 5, 6],
  [1, 3, 5],
  [1, 4, 6],
  [2, 3, 6],
  [2, 4, 5],
];
const candidates = Array.from({ length: 7 }, (_, k) => ({
  cost: 10 + k,
  gives: FANO.map((line) => (line.includes(k) ? 2 : 0)),
}));

it('bounds the cost also where the fewest candidates are not proven', () => {
  const covering = coveringOf([3, 3, 3, 3, 3, 3, 3], candidates);
  const whole = solveByCountThenCost(covering, endless())!;
  expect(whole.complete).toBe(true);
  const stopped = solveByCountThenCost(covering, { ...endless(), nodes: 1 })!;
  expect(stopped.openedBound).toBeLessThanOrEqual(whole.opened);
  expect(stopped.opened).toBeGreaterThanOrEqual(whole.opened);
  expect(stopped.costBound).toBeGreaterThan(0.5 * whole.cost);
  expect(stopped.costBound).toBeLessThanOrEqual(whole.cost);
});

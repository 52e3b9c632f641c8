import type { Program } from '../../../src/program/program.ts';
import { allocationProgram } from '../../solver/allocation-program.ts';
import type { HandCase } from './hand-case.ts';

const THIRD = 333_333_333;

/** Units of one product at several packages, all current, for one line. */
const oneLine = (quantity: number, sources: readonly { units: number; cost: number }[]): Program =>
  allocationProgram({
    lines: [{ product: 0, quantity }],
    packages: sources.map(({ units, cost }, location) => ({
      location,
      waitDays: null,
      cost,
      available: [units],
    })),
  });
/** Attempts as programs. */
export const COVERING_CASES: readonly HandCase[] = [
  {
    claim: 'current stock comes before future stock, less waiting before fewer children',
    program: allocationProgram({
      lines: [{ product: 0, quantity: 5 }],
      packages: [
        { location: 0, waitDays: null, cost: 0, available: [2] },
        { location: 0, waitDays: 9, cost: 0, available: [5] },
        { location: 1, waitDays: 3, cost: 0, available: [1] },
        { location: 2, waitDays: 4, cost: 0, available: [1] },
      ],
    }),
    values: [0, 3, 16, 4, 0],
    point: [2, 1, 1, 1, 1, 1, 1, 1],
  },
  {
    claim: 'two sources of half the units each are enough, with two units to spare of 791,351,497',
    program: oneLine(791_351_495, [
      { units: 731_845_246, cost: 9 },
      { units: 263_783_831, cost: 0 },
      { units: 395_675_746, cost: 2 },
      { units: 417_936_805, cost: 5 },
      { units: 263_783_830, cost: 1 },
      { units: 395_675_751, cost: 4 },
    ]),
    values: [0, 0, 0, 2, 6],
    point: [0, 0, 395_675_746, 0, 0, 395_675_749, 0, 0, 1, 0, 0, 1],
    large: true,
  },
  {
    claim: 'three sources of a third of 10⁹ each lack one unit, so a fourth is opened for it',
    program: oneLine(1_000_000_000, [
      { units: THIRD, cost: 1 },
      { units: THIRD, cost: 1 },
      { units: THIRD, cost: 1 },
      { units: 1, cost: 7 },
      { units: 2, cost: 6 },
    ]),
    values: [0, 0, 0, 4, 9],
    point: [THIRD, THIRD, THIRD, 0, 1, 1, 1, 1, 0, 1],
    large: true,
  },
  {
    claim: 'three sources that cover 10⁹ to the unit need no fourth',
    program: oneLine(1_000_000_000, [
      { units: THIRD, cost: 1 },
      { units: 500_000_000, cost: 100 },
      { units: THIRD, cost: 1 },
      { units: THIRD + 1, cost: 1 },
      { units: 499_999_999, cost: 100 },
    ]),
    values: [0, 0, 0, 3, 3],
    point: [THIRD, 0, THIRD, THIRD + 1, 0, 1, 0, 1, 1, 0],
    large: true,
  },
  {
    claim: 'two sources that lack one unit of 10⁹ together are no plan',
    program: oneLine(1_000_000_000, [
      { units: 500_000_000, cost: 1 },
      { units: 499_999_999, cost: 1 },
    ]),
    values: null,
    large: true,
  },
];

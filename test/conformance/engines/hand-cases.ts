import type { Program } from '../../../src/program/program.ts';
import { allocationProgram } from '../../solver/allocation-program.ts';
import { buildProgram } from '../../solver/program-builder.ts';

/** A program with its answer, worked out by hand. */
export interface HandCase {
  readonly claim: string;
  readonly program: Program;
  /** The levels' values, or null where there is no plan. */
  readonly values: readonly number[] | null;
  /** The plan, one number a column. */
  readonly point?: readonly number[];
  /** Not for engines that try every point. */
  readonly large?: boolean;
}

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

export const HAND_CASES: readonly HandCase[] = [
  {
    claim: 'a program without columns, rows and levels has the empty plan',
    program: buildProgram({ columns: [], rows: [], levels: [] }),
    values: [],
    point: [],
  },
  {
    claim: 'an empty row that asks for something has no plan',
    program: buildProgram({ columns: [[0, 1]], rows: [{ lower: 1, terms: [] }], levels: [] }),
    values: null,
  },
  {
    claim: 'an empty row that asks for nothing changes nothing, and no levels leave it to the tie-break',
    program: buildProgram({
      columns: [
        [0, 2],
        [-1, 1],
      ],
      rows: [{ lower: 0, upper: 0, terms: [] }],
      levels: [],
      tieBreak: [1, 0],
    }),
    values: [],
    point: [2, 1],
  },
  {
    claim: 'a column in no row and no level is decided by the tie-break alone',
    program: buildProgram({
      columns: [
        [0, 3],
        [0, 3],
      ],
      rows: [{ lower: 2, terms: [[0, 1]] }],
      levels: [{ name: 'cost', costs: [[0, 1]] }],
    }),
    values: [2],
    point: [2, 3],
  },
  {
    claim: 'rows that only together contradict each other have no plan',
    program: buildProgram({
      columns: [
        [0, 9],
        [0, 9],
      ],
      rows: [
        {
          lower: 7,
          upper: 7,
          terms: [
            [0, 2],
            [1, 2],
          ],
        },
      ],
      levels: [{ name: 'cost', costs: [[0, 1]] }],
    }),
    values: null,
  },
  {
    claim: 'an earlier level is never given up for any gain in a later one',
    program: buildProgram({
      columns: [
        [0, 5],
        [0, 5],
      ],
      rows: [
        {
          lower: 5,
          terms: [
            [0, 1],
            [1, 1],
          ],
        },
      ],
      levels: [
        { name: 'first', costs: [[0, 1]] },
        { name: 'second', costs: [[1, 1000]] },
      ],
    }),
    values: [0, 5000],
    point: [0, 5],
  },
  {
    claim: 'tied plans: the first column of the order is as large as can be, then the second',
    program: buildProgram({
      columns: [
        [0, 3],
        [0, 3],
        [0, 3],
      ],
      rows: [
        {
          lower: 4,
          upper: 4,
          terms: [
            [0, 1],
            [1, 1],
            [2, 1],
          ],
        },
      ],
      levels: [
        {
          name: 'cost',
          costs: [
            [0, 1],
            [1, 1],
            [2, 1],
          ],
        },
      ],
      tieBreak: [2, 0, 1],
    }),
    values: [4],
    point: [1, 0, 3],
  },
  {
    claim: 'equal costs in decimals tie, though their floating-point sums differ',
    program: buildProgram({
      columns: [
        [0, 1],
        [0, 3],
        [0, 1],
      ],
      rows: [
        {
          lower: 3,
          upper: 3,
          terms: [
            [0, 3],
            [1, 1],
          ],
        },
      ],
      // 3 · 0.1 is 0.30000000000000004; the one column at 0.3 must tie with it, and be first in the order.
      levels: [
        {
          name: 'cost',
          costs: [
            [0, 0.3],
            [1, 0.1],
          ],
        },
      ],
      tieBreak: [1, 0, 2],
    }),
    values: [0.3],
    point: [0, 3, 1],
  },
  {
    claim: 'a tenth of a tenth of a cent decides between decimals',
    program: buildProgram({
      columns: [
        [0, 1],
        [0, 1],
      ],
      rows: [
        {
          lower: 1,
          upper: 1,
          terms: [
            [0, 1],
            [1, 1],
          ],
        },
      ],
      levels: [
        {
          name: 'cost',
          costs: [
            [0, 12345.6789],
            [1, 12345.6788],
          ],
        },
      ],
    }),
    values: [12345.6788],
    point: [0, 1],
  },
  {
    claim: 'negative costs and bounds: the least value is far below zero',
    program: buildProgram({
      columns: [
        [-4, 4],
        [-4, 4],
      ],
      rows: [
        {
          lower: -3,
          terms: [
            [0, 1],
            [1, 1],
          ],
        },
      ],
      levels: [
        {
          name: 'cost',
          costs: [
            [0, 2],
            [1, 1],
          ],
        },
      ],
    }),
    values: [-7],
    point: [-4, 1],
  },
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

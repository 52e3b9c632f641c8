import { buildProgram } from '../../solver/program-builder.ts';
import { COVERING_CASES } from './covering-cases.ts';
import type { HandCase } from './hand-case.ts';

/** Programs of a few columns, each for one rule. */
const SMALL_CASES: readonly HandCase[] = [
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
];

export const HAND_CASES: readonly HandCase[] = [...SMALL_CASES, ...COVERING_CASES];

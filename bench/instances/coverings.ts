import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import { Random } from '../random.ts';
import { type Instance, type InstanceClass, seededClass } from './instance.ts';
import { fixedCharge, oneUnit } from './published.ts';

/** Columns of a set covering problem: what each costs, and which rows it covers, from 0. */
interface Column {
  readonly cost: number;
  readonly rows: readonly number[];
}

/** A row is a line of one unit, a column a location that holds one of each row it covers. */
const coveringOf = (rows: number, columns: readonly Column[]): OptimizeRequestInput =>
  fixedCharge(
    Array.from({ length: rows }, (_, row) => oneUnit(row)),
    columns.map(({ cost }, column) => ({ locationCode: `L${column}`, cost })),
    columns.flatMap((column, index) =>
      column.rows.map((row) => ({ locationCode: `L${index}`, productCode: `P${row}`, available: 1 })),
    ),
  );

/** Rows, columns and density of OR-Library's classes B, C and D. */
const BALAS_HO = [
  [300, 3_000, 0.05],
  [400, 4_000, 0.02],
  [400, 4_000, 0.05],
] as const;

/**
 * Draws a covering as classes 4 to 6 and A to D of OR-Library were drawn (Balas, Ho 1980): costs from 1 to 100, every
 * column covers a row and every row is covered by at least two columns.
 */
function drawCovering(seed: number): OptimizeRequestInput {
  const random = new Random(seed);
  const [rows, columns, density] = BALAS_HO[seed % BALAS_HO.length]!;
  const covered = Array.from({ length: columns }, () => new Set([random.integer(0, rows - 1)]));
  for (let row = 0; row < rows; row++) {
    for (let times = 0; times < 2; times++) random.pick(covered).add(row);
  }
  const cells = Math.round(rows * columns * density);
  for (let filled = covered.reduce((sum, { size }) => sum + size, 0); filled < cells; ) {
    const column = random.pick(covered);
    const before = column.size;
    filled += column.add(random.integer(0, rows - 1)).size - before;
  }
  return coveringOf(
    rows,
    covered.map((of) => ({ cost: random.integer(1, 100), rows: [...of].sort((a, b) => a - b) })),
  );
}

/** Attempts like the coverings of OR-Library's larger classes, which are not in the public data. */
const balasHo: InstanceClass = seededClass(
  {
    name: 'set-cover-drawn',
    meaning: 'coverings as OR-Library’s classes B, C, D: 300–400 rows, 3,000–4,000 columns, 2–5 %',
    usual: 6,
    target: { times: 1, at: 'mean' },
    peers: ['highs', 'cbc'],
  },
  drawCovering,
);

/** A class whose instances are few and follow from a construction. */
const constructed = (
  head: Pick<InstanceClass, 'name' | 'meaning'>,
  instances: readonly Instance[],
): InstanceClass => ({
  ...head,
  usual: instances.length,
  target: { times: 1, at: 'mean' },
  peers: ['highs', 'cbc'],
  take: (count) => instances.slice(0, count),
  warmUp: () => instances.slice(0, 1),
});

/**
 * The Steiner triple systems A9, A27, A81 (Fulkerson, Nemhauser, Trotter 1974) as affine geometries over three
 * elements: a row for each line, a column for each point. A cover is what a largest cap leaves.
 */
function steiner(dimension: number): OptimizeRequestInput {
  const points = 3 ** dimension;
  const digit = (point: number, at: number) => Math.floor(point / 3 ** at) % 3;
  const third = (a: number, b: number) =>
    Array.from({ length: dimension }, (_, at) => ((6 - digit(a, at) - digit(b, at)) % 3) * 3 ** at).reduce(
      (sum, part) => sum + part,
      0,
    );
  const rowsOf: number[][] = Array.from({ length: points }, () => []);
  let rows = 0;
  for (let a = 0; a < points; a++) {
    for (let b = a + 1; b < points; b++) {
      const c = third(a, b);
      if (c <= b) continue;
      for (const point of [a, b, c]) rowsOf[point]!.push(rows);
      rows++;
    }
  }
  return coveringOf(
    rows,
    rowsOf.map((of) => ({ cost: 1, rows: of })),
  );
}

/** Sets of four of `count` elements, as bits. */
function foursOf(count: number): number[] {
  const fours: number[] = [];
  for (let set = 0; set < 2 ** count; set++) {
    let bits = 0;
    for (let rest = set; rest > 0; rest &= rest - 1) bits++;
    if (bits === 4) fours.push(set);
  }
  return fours;
}

/**
 * CLR of OR-Library (Grossman, Wool 1997): the fewest sets of four such that no colouring of the elements with two
 * colours leaves each of them two-coloured. A row is a colouring, a column a set, which covers what gives it one colour.
 */
function clr(elements: number): OptimizeRequestInput {
  const colourings = Array.from({ length: 2 ** (elements - 1) - 1 }, (_, index) => index + 1);
  return coveringOf(
    colourings.length,
    foursOf(elements).map((set) => ({
      cost: 1,
      rows: colourings.filter((red) => (red & set) === 0 || (red & set) === set).map((red) => red - 1),
    })),
  );
}

/** Set coverings that are drawn or constructed; their optima, where they stand here, are published. */
export const coverings: readonly InstanceClass[] = [
  balasHo,
  constructed({ name: 'steiner', meaning: 'Steiner triple systems of 9, 27 and 81 points' }, [
    { name: 'A9', published: 5, draw: () => steiner(2) },
    { name: 'A27', published: 18, draw: () => steiner(3) },
    { name: 'A81', published: 61, draw: () => steiner(4) },
  ]),
  constructed({ name: 'clr', meaning: 'sets of four that no two-colouring avoids, of 10 to 12 elements' }, [
    { name: 'CLR10', published: 25, draw: () => clr(10) },
    { name: 'CLR11', published: 23, draw: () => clr(11) },
    { name: 'CLR12', published: 23, draw: () => clr(12) },
  ]),
];

import type { Objective } from '../objectives.ts';
import type { WholeQuestion } from '../packing-engine.ts';
import type { Packing } from '../rows.ts';

/** The question for the best of one objective, with those before it held at these values by a row each. */
export function wholeQuestion(
  packing: Packing,
  objectives: readonly Objective[],
  at: number,
  held: Float64Array,
  options: Pick<WholeQuestion, 'absoluteGap' | 'timeLimitMs' | 'isOver'>,
): WholeQuestion {
  const { items, itemStart, row, weight, capacity, rows } = packing;
  const { profit } = objectives[at]!;
  if (at === 0) {
    const rowLower = new Float64Array(rows).fill(Number.NEGATIVE_INFINITY);
    return { profit, columnStart: itemStart, row, weight, rowLower, rowUpper: capacity, ...options };
  }
  const before = objectives.slice(0, at);
  const columnStart = new Int32Array(items + 1);
  const allRows: number[] = [];
  const weights: number[] = [];
  for (let item = 0; item < items; item++) {
    for (let entry = itemStart[item]!; entry < itemStart[item + 1]!; entry++) {
      allRows.push(row[entry]!);
      weights.push(weight[entry]!);
    }
    before.forEach((objective, index) => {
      if (objective.profit[item] === 0) return;
      allRows.push(rows + index);
      weights.push(objective.profit[item]!);
    });
    columnStart[item + 1] = allRows.length;
  }
  return {
    profit,
    columnStart,
    row: Int32Array.from(allRows),
    weight: Float64Array.from(weights),
    rowLower: Float64Array.from([
      ...new Float64Array(rows).fill(Number.NEGATIVE_INFINITY),
      ...before.map(({ integral }, index) => held[index]! - (integral ? 0.5 : 1e-9 * held[index]!)),
    ]),
    rowUpper: Float64Array.from([...capacity, ...before.map(() => Number.POSITIVE_INFINITY)]),
    ...options,
  };
}

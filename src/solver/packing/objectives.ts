import { decimalScale } from '../../program/decimal-scale.ts';
import type { PackingProgram } from '../../program/packing-program.ts';

/** One objective in whole numbers where its values are decimals of up to six places. */
export interface Objective {
  /** What each item adds; ≥ 0. */
  readonly profit: Float64Array;
  /** `profit` is the program's value times this. */
  readonly scale: number;
  /** All profits are integers, and so is every sum, exactly. */
  readonly integral: boolean;
}

/** Values that are no decimals of a few places count as equal within this part of their size. */
const EQUAL = 1e-9;

/** So many digits of a value are looked at where it is no decimal: 1 + 14 · 0.01 means 1.14, whatever it is in binary. */
const DIGITS = 12;

function objectiveOf(values: Float64Array): Objective {
  const exact = decimalScale(values);
  const meant = exact === null ? values.map((value) => Number(value.toPrecision(DIGITS))) : values;
  const known = exact ?? decimalScale(meant);
  const scale = known ?? 1;
  const profit = known === null ? values : meant.map((value) => Math.round(value * known));
  let sum = 0;
  let integral = true;
  for (const each of profit) {
    sum += each;
    integral &&= Number.isInteger(each);
  }
  return { profit, scale, integral: integral && sum <= Number.MAX_SAFE_INTEGER };
}

/** The levels that occur, the highest first. */
export const levelsOf = ({ level }: PackingProgram): number[] => [...new Set(level)].sort((a, b) => a - b);

/** The objectives of a program in their order: the value of each level, the age, and what is kept of `keep`. */
export function objectivesOf(program: PackingProgram, keep: Uint8Array | null): Objective[] {
  const values = levelsOf(program).map((level) =>
    objectiveOf(program.value.map((value, item) => (program.level[item] === level ? value : 0))),
  );
  const kept = new Float64Array(program.items);
  if (keep !== null) kept.set(keep);
  return [...values, objectiveOf(program.age), { profit: kept, scale: 1, integral: true }];
}

/** What a choice has of each objective, in the objectives' own units. */
export function valuesOf(objectives: readonly Objective[], chosen: Uint8Array): Float64Array {
  return Float64Array.from(objectives, ({ profit }) => {
    let sum = 0;
    for (let item = 0; item < profit.length; item++) if (chosen[item] === 1) sum += profit[item]!;
    return sum;
  });
}

/** Whether a bound says that a value is the best there is. */
export const isMet = ({ integral }: Objective, value: number, bound: number): boolean =>
  integral ? bound < value + 1 : bound <= value + EQUAL * Math.abs(value);

/** Above 0 where the first values are better than the second, in the order of the objectives; 0 where they are equal. */
export function compareValues(
  objectives: readonly Objective[],
  first: Float64Array,
  second: Float64Array,
): number {
  for (let at = 0; at < objectives.length; at++) {
    const difference = first[at]! - second[at]!;
    const slack = objectives[at]!.integral ? 0 : EQUAL * Math.abs(second[at]!);
    if (Math.abs(difference) > slack) return difference;
  }
  return 0;
}

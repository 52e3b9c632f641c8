import { type LpQuestion, lpText } from '../../program/lp-text.ts';
import type { ObjectiveLevel } from '../../program/program.ts';
import type { Formulation } from '../formulate.ts';
import { namesOf } from './names.ts';

/** Which level of the objective is minimised, and what those before it are worth. */
export interface PrintedLevel {
  /** From 1. */
  readonly level: number;
  /** Values of the levels before it, first level first, in the caller's unit; each becomes a row. */
  readonly fixed: readonly number[];
}

const LETTERS = [
  'x_LINE_LOCATION_DAY  units that the line takes from the package, integer',
  'y_LOCATION_DAY       1: the package becomes a child shipment',
  'o_LOCATION           1: some package at the location is opened',
  'v_LINE_LOCATION      1: the line takes from the location',
  'u_LINE               units of the line that stay in backorder, integer',
  'z_LINE               1: the whole line is released',
  'g_GROUP              1: the whole group is released',
  'DAY is now (current inventory) or a date; in codes - is written ., other signs ~HEX~',
];

/** The costs of a level in the caller's unit. */
const inCallersUnit = ({ costs, scale }: ObjectiveLevel): Float64Array => costs.map((cost) => cost / scale);

const levelName = ({ name }: ObjectiveLevel, position: number): string => `level_${position + 1}_${name}`;

/** One level as a comment: its place, its name, its constant, and whether it is the objective of this file. */
function levelLine({ program, levelOffsets }: Formulation, position: number, printed: PrintedLevel): string {
  const level = program.levels[position]!;
  const offset = levelOffsets[position]!;
  const constant = offset === 0 ? '' : `; value = ${offset} + the sum`;
  const terms = level.costs.some((cost) => cost !== 0) ? '' : '; the sum is 0 in every plan';
  const at = position + 1;
  const role =
    at === printed.level ? '; minimised here' : at <= printed.fixed.length ? '; fixed by a row' : '';
  return `  ${at} ${level.name}${constant}${terms}${role}`;
}

/**
 * Writes the integer program of an attempt in LP format, with the names of the mathematics and one comment for each
 * rule. The format has one objective, so one level is minimised. Solve level 1, then level 2 with the value of level 1
 * fixed, and so on: what the last one returns is a lexicographically best plan.
 *
 * @param title the first line of the file
 * @throws RangeError for a level that the objective does not have, or as many values as there are levels before it, or
 *   more
 */
export function programText(formulation: Formulation, title: string, printed: PrintedLevel): string {
  const { program, levelOffsets, rules } = formulation;
  const { levels } = program;
  const { level, fixed } = printed;
  if (!(Number.isInteger(level) && level >= 1 && level <= levels.length)) {
    throw new RangeError(`the objective has the levels 1 to ${levels.length}, and no ${level}`);
  }
  if (fixed.length >= level && fixed.length > 0) {
    throw new RangeError(
      `level ${level} has ${level - 1} levels before it, and ${fixed.length} values are fixed`,
    );
  }
  const names = namesOf(formulation);
  const asked = levels[level - 1]!;
  const question: LpQuestion = {
    objective: { name: levelName(asked, level - 1), costs: inCallersUnit(asked) },
    fixed: fixed.map((value, position) => ({
      name: `fixed_${levelName(levels[position]!, position)}`,
      costs: inCallersUnit(levels[position]!),
      value: value - levelOffsets[position]!,
    })),
  };
  const head = [
    title,
    `${names.columns.length} columns, ${names.rows.length} rows`,
    '',
    ...LETTERS.filter((line) => !/^\w_/.test(line) || names.columns.some((name) => name[0] === line[0])),
    '',
    'The objective is lexicographic, first level first:',
    ...levels.map((_, position) => levelLine(formulation, position, printed)),
  ];
  const rowComments = new Map(
    rules.filter(({ from, to }) => to > from).map(({ rule, formula, from }) => [from, `${rule}: ${formula}`]),
  );
  return lpText(program, question, { head, columns: names.columns, rows: names.rows, rowComments });
}

import type { Program } from './program.ts';

/** What an LP file says beyond the numbers of a program. */
export interface LpWords {
  /** Lines at the head of the file, without the comment sign. */
  readonly head: readonly string[];
  /** A name for each column, legal in LP format. */
  readonly columns: readonly string[];
  /** A name for each row, legal in LP format. */
  readonly rows: readonly string[];
  /** Comments by the position of the row that they stand before. */
  readonly rowComments: ReadonlyMap<number, string>;
}

/** A linear objective with its name, and rows that are added to those of the program. */
export interface LpQuestion {
  readonly objective: { readonly name: string; readonly costs: Float64Array };
  /** Σ costs · x = value, for each level that has been solved before. */
  readonly fixed: readonly { readonly name: string; readonly costs: Float64Array; readonly value: number }[];
}

/** Longer lines are wrapped, because readers of the format accept 560 characters. */
const WIDTH = 110;

/** A term of a sum: `+ 5 x`, `- y`. The sign of the first term is left out where it is plus. */
function termText(coefficient: number, name: string, isFirst: boolean): string {
  const size = Math.abs(coefficient) === 1 ? name : `${Math.abs(coefficient)} ${name}`;
  if (coefficient < 0) return `- ${size}`;
  return isFirst ? size : `+ ${size}`;
}

/** Writes terms one after the other, with line breaks between them. */
function wrapped(start: string, parts: readonly string[]): string {
  const lines: string[] = [];
  let line = start;
  for (const part of parts) {
    if (line.length + part.length >= WIDTH) {
      lines.push(line);
      line = '  ';
    }
    line += ` ${part}`;
  }
  return `${[...lines, line].join('\n')}\n`;
}

/** A sum of columns as parts of a line. A sum without terms needs one column to be legal. */
function sumParts(terms: Iterable<readonly [column: number, coefficient: number]>, names: readonly string[]) {
  const parts: string[] = [];
  for (const [column, coefficient] of terms) {
    if (coefficient !== 0) parts.push(termText(coefficient, names[column]!, parts.length === 0));
  }
  return parts.length > 0 ? parts : [`0 ${names[0]!}`];
}

/** The sides of a row as separate rows of the format: one, or two for a range. */
function sidesOf(name: string, lower: number, upper: number): (readonly [name: string, side: string])[] {
  if (lower === upper) return [[name, `= ${upper}`]];
  const sides: (readonly [string, string])[] = [];
  if (upper !== Number.POSITIVE_INFINITY) sides.push([name, `<= ${upper}`]);
  if (lower !== Number.NEGATIVE_INFINITY) {
    sides.push([sides.length === 0 ? name : `${name}.lower`, `>= ${lower}`]);
  }
  return sides;
}

/**
 * Writes a program with one linear objective in CPLEX LP format, which most solvers read.
 *
 * @param words names and comments; a program without columns gets one that is fixed at 0, for the format needs one
 */
export function lpText(program: Program, { objective, fixed }: LpQuestion, words: LpWords): string {
  const { columnLower, columnUpper, rowLower, rowUpper, rowStarts, columnIndices, coefficients } = program;
  const names = words.columns.length > 0 ? words.columns : ['nothing'];
  const text = words.head.map((line) => (line === '' ? '\\\n' : `\\ ${line}\n`));
  text.push('Minimize\n', wrapped(` ${objective.name}:`, sumParts(objective.costs.entries(), names)));
  text.push('Subject To\n');
  for (let row = 0; row < rowLower.length; row++) {
    const comment = words.rowComments.get(row);
    if (comment !== undefined) text.push(`\\ ${comment}\n`);
    const terms: [number, number][] = [];
    for (let at = rowStarts[row]!; at < rowStarts[row + 1]!; at++) {
      terms.push([columnIndices[at]!, coefficients[at]!]);
    }
    for (const [name, side] of sidesOf(words.rows[row]!, rowLower[row]!, rowUpper[row]!)) {
      text.push(wrapped(` ${name}:`, [...sumParts(terms, names), side]));
    }
  }
  if (fixed.length > 0) text.push('\\ levels that are solved already\n');
  for (const { name, costs, value } of fixed) {
    text.push(wrapped(` ${name}:`, [...sumParts(costs.entries(), names), `= ${value}`]));
  }
  const isBinary = (column: number) => columnLower[column] === 0 && columnUpper[column] === 1;
  const columns = [...words.columns.keys()];
  text.push('Bounds\n');
  if (columns.length === 0) text.push(' nothing = 0\n');
  for (const column of columns.filter((each) => !isBinary(each))) {
    text.push(` ${columnLower[column]} <= ${names[column]} <= ${columnUpper[column]}\n`);
  }
  for (const [section, members] of [
    ['General', columns.filter((each) => !isBinary(each))],
    ['Binary', columns.filter(isBinary)],
  ] as const) {
    if (members.length === 0) continue;
    text.push(
      `${section}\n`,
      wrapped(
        '',
        members.map((column) => names[column]!),
      ),
    );
  }
  text.push('End\n');
  return text.join('');
}

import highsModule from 'highs';
import type { Form, Textbook } from './textbook.ts';

// The types of the package describe its CommonJS module. Node imports its ES module, whose default is the loader.
const loadHighs = highsModule as unknown as typeof highsModule.default;

const OPTIONS = {
  output_flag: false,
  mip_rel_gap: 0,
  mip_abs_gap: 0,
  mip_feasibility_tolerance: 1e-9,
  primal_feasibility_tolerance: 1e-9,
  dual_feasibility_tolerance: 1e-9,
  small_matrix_value: 1e-12,
};
const TOLERANCE = 1e-7;

/** What the oracle found: each objective's optimum in turn, or that there is no plan, or nothing for certain. */
export type Truth =
  | { readonly kind: 'optimal'; readonly values: readonly number[] }
  | { readonly kind: 'infeasible' }
  | { readonly kind: 'unsure'; readonly why: string };

const terms = (form: Form) =>
  [...form].map(([name, coefficient]) => `${coefficient < 0 ? '-' : '+'} ${Math.abs(coefficient)} ${name}`);

/** The program as CPLEX LP text, a term a line. */
function lpText({ rows, columns }: Textbook, objective: Form): string {
  const written = rows.map(
    ([form, sense, side], row) => ` r${row}: ${terms(form).join('\n  ')} ${sense} ${side}`,
  );
  return [
    'Minimize',
    ` cost: ${terms(new Map([['one', 0], ...objective])).join('\n  ')}`,
    'Subject To',
    ...written,
    'Bounds',
    ...[...columns].map(([name, most]) => ` 0 <= ${name} <= ${most}`),
    'General',
    ...[...columns.keys()].map((name) => ` ${name}`),
    'End',
    '',
  ].join('\n');
}

export const valueAt = (form: Form, point: ReadonlyMap<string, number>): number =>
  [...form].reduce((total, [name, coefficient]) => total + coefficient * (point.get(name) ?? 0), 0);

/** The first row or bound that a point breaks, or null. */
export function brokenRow({ rows, columns }: Textbook, point: ReadonlyMap<string, number>): string | null {
  for (const [name, most] of columns) {
    const value = point.get(name) ?? 0;
    if (value < 0 || value > most || !Number.isInteger(value)) return `${name} = ${value}, at most ${most}`;
  }
  for (const [form, sense, side] of rows) {
    const value = valueAt(form, point);
    const holds = sense === '=' ? value === side : sense === '<=' ? value <= side : value >= side;
    if (!holds)
      return `${[...form].map(([name, by]) => `${by} ${name}`).join(' + ')} ${sense} ${side}: it is ${value}`;
  }
  return null;
}

let highs: Awaited<ReturnType<typeof loadHighs>> | undefined;

/** Minimises one objective after another, each then held by a row. */
export async function solve(
  textbook: Textbook,
  objectives: readonly { readonly form: Form; readonly constant: number }[],
  timeLimitMs: number,
): Promise<Truth> {
  const deadline = performance.now() + timeLimitMs;
  const values: number[] = [];
  let program = textbook;
  for (const { form, constant } of objectives) {
    const seconds = (deadline - performance.now()) / 1000;
    if (seconds <= 0) return { kind: 'unsure', why: 'time' };
    highs ??= await loadHighs();
    const { Status, Columns } = highs.solve(lpText(program, form), { ...OPTIONS, time_limit: seconds });
    if (Status === 'Infeasible' && values.length === 0) return { kind: 'infeasible' };
    if (Status !== 'Optimal') return { kind: 'unsure', why: Status };
    const point = new Map(
      Object.entries(Columns).map(([name, column]) => [
        name,
        Math.round((column as { Primal: number }).Primal) + 0,
      ]),
    );
    const broken = brokenRow(program, point);
    if (broken !== null) return { kind: 'unsure', why: `its point breaks ${broken}` };
    const value = valueAt(form, point);
    values.push(value + constant);
    program = {
      ...program,
      rows: [...program.rows, [new Map([['one', 0], ...form]), '<=', value + TOLERANCE]],
    };
  }
  return { kind: 'optimal', values };
}

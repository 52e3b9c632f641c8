import type { Cell, Question } from './question.ts';

/** A linear form: column name → coefficient. */
export type Form = ReadonlyMap<string, number>;
/** A row: a form, a sense, a right-hand side. */
type Row = readonly [form: Form, sense: '=' | '<=' | '>=', side: number];

/** The integer program of a question, with the five tiers as forms plus constants. */
export interface Textbook {
  readonly rows: readonly Row[];
  /** Column name → its largest value; all are integers from 0. */
  readonly columns: ReadonlyMap<string, number>;
  readonly tiers: readonly { readonly form: Form; readonly constant: number }[];
}

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);

/** Adds terms up to a form. */
function sum(terms: Iterable<readonly [string, number]>): Form {
  const form = new Map<string, number>();
  for (const [name, coefficient] of terms) form.set(name, (form.get(name) ?? 0) + coefficient);
  return form;
}

export const unitsColumn = ({ line, supply }: Cell): string => `x${line}_${supply}`;

/** Writes the program of `formulation.md` row by row, in no clever way. */
export function textbookOf(question: Question): Textbook {
  const { lines, packages, supplies, cells, groups, release } = question;
  const columns = new Map<string, number>();
  const rows: Row[] = [];
  const placeOf = (supply: number) => packages[supplies[supply]!.package]!.locationCode;
  const places = [...new Set(packages.map(({ locationCode }) => locationCode))];
  const mostOf = ({ line, supply }: Cell) => Math.min(lines[line]!.quantity, supplies[supply]!.units);
  const ofLine = lines.map((_, line) => cells.filter((cell) => cell.line === line));

  for (const at of packages.keys()) columns.set(`y${at}`, 1);
  for (const cell of cells) {
    columns.set(unitsColumn(cell), mostOf(cell));
    rows.push([
      sum([
        [unitsColumn(cell), 1],
        [`y${supplies[cell.supply]!.package}`, -mostOf(cell)],
      ]),
      '<=',
      0,
    ]);
  }
  supplies.forEach(({ units }, supply) => {
    const taking = cells.filter((cell) => cell.supply === supply);
    if (taking.length > 0) rows.push([sum(taking.map((cell) => [unitsColumn(cell), 1])), '<=', units]);
  });

  const unfilled: [string, number][] = [];
  let wantedInAll = 0;
  lines.forEach(({ quantity, group }, line) => {
    wantedInAll += quantity;
    const taken = ofLine[line]!.map((cell) => [unitsColumn(cell), 1] as const);
    const isKit = group !== null && release === 'quantity';
    if (release === 'none') rows.push([sum([...taken, ['one', 0]]), '=', quantity]);
    if (release === 'line') {
      // A group is released as one: its lines share the column.
      const released = group === null ? `z${line}` : `z_${[...groups.keys()].indexOf(group)}`;
      columns.set(released, 1);
      rows.push([sum([...taken, [released, -quantity]]), '=', 0]);
    }
    if (release === 'quantity' && !isKit) rows.push([sum([...taken, ['one', 0]]), '<=', quantity]);
    unfilled.push(...taken.map(([name]) => [name, -1] as [string, number]));
  });
  columns.set('one', 0);

  [...groups.values()].forEach(({ lines: members, together }, at) => {
    const kits = members.map((line) => lines[line]!.quantity).reduce(greatestCommonDivisor);
    if (release === 'quantity') columns.set(`n${at}`, kits);
    for (const line of members) {
      const perKit = lines[line]!.quantity / kits;
      const taken = ofLine[line]!.map((cell) => [unitsColumn(cell), 1] as const);
      if (release === 'quantity') rows.push([sum([...taken, [`n${at}`, -perKit]]), '=', 0]);
      if (!together) continue;
      packages.forEach((_, item) => {
        const here = ofLine[line]!.filter((cell) => supplies[cell.supply]!.package === item);
        columns.set(`n${at}_${item}`, kits);
        rows.push([
          sum([...here.map((cell) => [unitsColumn(cell), 1] as const), [`n${at}_${item}`, -perKit] as const]),
          '=',
          0,
        ]);
      });
    }
  });

  if (question.mostLocations !== null) {
    for (const at of places.keys()) columns.set(`o${at}`, 1);
    packages.forEach(({ locationCode }, at) => {
      rows.push([
        sum([
          [`y${at}`, 1],
          [`o${places.indexOf(locationCode)}`, -1],
        ]),
        '<=',
        0,
      ]);
    });
    rows.push([
      sum([['one', 0], ...places.map((_, at) => [`o${at}`, 1] as const)]),
      '<=',
      question.mostLocations,
    ]);
  }
  if (question.mostLocationsOfLine !== null) {
    lines.forEach((_, line) => {
      const used = new Set(ofLine[line]!.map(({ supply }) => places.indexOf(placeOf(supply))));
      for (const at of used) columns.set(`v${line}_${at}`, 1);
      for (const cell of ofLine[line]!) {
        const at = places.indexOf(placeOf(cell.supply));
        rows.push([
          sum([
            [unitsColumn(cell), 1],
            [`v${line}_${at}`, -mostOf(cell)],
          ]),
          '<=',
          0,
        ]);
      }
      rows.push([
        sum([['one', 0], ...[...used].map((at) => [`v${line}_${at}`, 1] as const)]),
        '<=',
        question.mostLocationsOfLine!,
      ]);
    });
  }
  if (question.mostPackages !== null) {
    rows.push([
      sum([['one', 0], ...packages.map((_, at) => [`y${at}`, 1] as const)]),
      '<=',
      question.mostPackages,
    ]);
  }

  const perUnit = (value: (supply: number) => number) =>
    sum(cells.map((cell) => [unitsColumn(cell), value(cell.supply)] as const));
  const packageOf = (supply: number) => packages[supplies[supply]!.package]!;
  return {
    rows,
    columns,
    tiers: [
      { form: sum(unfilled), constant: wantedInAll },
      {
        form: perUnit((supply) => ((packageOf(supply).day !== null) !== question.futureFirst ? 1 : 0)),
        constant: 0,
      },
      { form: perUnit((supply) => packageOf(supply).waitDays), constant: 0 },
      { form: sum(packages.map((_, at) => [`y${at}`, 1] as const)), constant: 0 },
      {
        form: sum([
          ...packages.map(({ cost }, at) => [`y${at}`, cost] as const),
          ...perUnit((supply) => supplies[supply]!.unitCost),
        ]),
        constant: 0,
      },
    ],
  };
}

import type { Program } from '../../src/program/program.ts';
import type { RowDraft } from './program-builder.ts';
import { buildProgram } from './program-builder.ts';

/** A small allocation in the words of the formulation; written here apart from it, as a second opinion. */
export interface Allocation {
  readonly lines: readonly {
    readonly product: number;
    readonly quantity: number;
  }[];
  readonly packages: readonly {
    readonly location: number;
    /** null: current stock. */
    readonly waitDays: number | null;
    readonly cost: number;
    /** Units of each product. */
    readonly available: readonly number[];
    readonly unitCost?: readonly number[];
  }[];
  readonly partial?: 'none' | 'line' | 'quantity';
  readonly maxFulfillingLocations?: number;
  readonly maxSplitItemLocations?: number;
}

/** The program of an allocation: columns x (line by package), y, then u or z, o and v where asked for. */
export function allocationProgram(allocation: Allocation): Program {
  const { lines, packages } = allocation;
  const partial = allocation.partial ?? 'none';
  const columns: [number, number][] = [];
  const rows: RowDraft[] = [];
  const addColumn = (upper: number): number => columns.push([0, upper]) - 1;
  const most = (line: number, k: number): number =>
    Math.min(lines[line]!.quantity, packages[k]!.available[lines[line]!.product] ?? 0);

  const units = lines.map((_, line) =>
    packages.map((_, k) => (most(line, k) > 0 ? addColumn(most(line, k)) : -1)),
  );
  const opened = packages.map(() => addColumn(1));
  const unfilled = partial === 'quantity' ? lines.map((line) => addColumn(line.quantity)) : [];
  const released = partial === 'line' ? lines.map(() => addColumn(1)) : [];
  const taken = (line: number, k: number): number => units[line]![k]!;

  for (const [line, { quantity }] of lines.entries()) {
    const terms = packages.flatMap((_, k) => (taken(line, k) >= 0 ? [[taken(line, k), 1] as const] : []));
    if (partial === 'line') {
      rows.push({
        lower: 0,
        upper: 0,
        terms: [...terms, [released[line]!, -quantity]],
      });
    } else {
      const rest = partial === 'quantity' ? [[unfilled[line]!, 1] as const] : [];
      rows.push({
        lower: quantity,
        upper: quantity,
        terms: [...terms, ...rest],
      });
    }
  }
  const products = new Set(lines.map((line) => line.product));
  for (const [k, { available }] of packages.entries()) {
    for (const product of products) {
      const terms = lines.flatMap((line, i) =>
        line.product === product && taken(i, k) >= 0 ? [[taken(i, k), 1] as const] : [],
      );
      if (terms.length > 1) rows.push({ upper: available[product] ?? 0, terms });
    }
    for (const line of lines.keys()) {
      if (taken(line, k) < 0) continue;
      rows.push({
        upper: 0,
        terms: [
          [taken(line, k), 1],
          [opened[k]!, -most(line, k)],
        ],
      });
    }
  }
  const locations = [...new Set(packages.map((one) => one.location))];
  if (allocation.maxFulfillingLocations !== undefined) {
    const used = locations.map(() => addColumn(1));
    rows.push({
      upper: allocation.maxFulfillingLocations,
      terms: used.map((column) => [column, 1]),
    });
    for (const [k, { location }] of packages.entries()) {
      rows.push({
        upper: 0,
        terms: [
          [opened[k]!, 1],
          [used[locations.indexOf(location)]!, -1],
        ],
      });
    }
  }
  if (allocation.maxSplitItemLocations !== undefined) {
    for (const line of lines.keys()) {
      const used = locations.map(() => addColumn(1));
      rows.push({
        upper: allocation.maxSplitItemLocations,
        terms: used.map((column) => [column, 1]),
      });
      for (const [k, { location }] of packages.entries()) {
        if (taken(line, k) < 0) continue;
        const at = used[locations.indexOf(location)]!;
        rows.push({
          upper: 0,
          terms: [
            [taken(line, k), 1],
            [at, -most(line, k)],
          ],
        });
      }
    }
  }

  const eachUnit = (cost: (line: number, k: number) => number): [number, number][] =>
    lines.flatMap((_, line) =>
      packages.flatMap((_, k): [number, number][] =>
        taken(line, k) >= 0 && cost(line, k) !== 0 ? [[taken(line, k), cost(line, k)]] : [],
      ),
    );
  const unfilledCosts: [number, number][] = [
    ...unfilled.map((column): [number, number] => [column, 1]),
    ...released.map((column, line): [number, number] => [column, -lines[line]!.quantity]),
  ];
  return buildProgram({
    columns,
    rows,
    levels: [
      { name: 'unfilledUnits', costs: unfilledCosts },
      {
        name: 'futureUnits',
        costs: eachUnit((_, k) => (packages[k]!.waitDays === null ? 0 : 1)),
      },
      {
        name: 'waitUnitDays',
        costs: eachUnit((_, k) => packages[k]!.waitDays ?? 0),
      },
      { name: 'childShipments', costs: opened.map((column) => [column, 1]) },
      {
        name: 'locationCost',
        costs: [
          ...opened.map((column, k): [number, number] => [column, packages[k]!.cost]),
          ...eachUnit((line, k) => packages[k]!.unitCost?.[lines[line]!.product] ?? 0),
        ],
      },
    ],
    // Where two lines want one product, or a location column is free, these columns do not fix the rest:
    // so every column is named, the packages first.
    tieBreak: [...opened, ...columns.keys()].filter((column, at, all) => all.indexOf(column) === at),
  });
}

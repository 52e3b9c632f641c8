import { OptimizeRequest, type OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import type { Snapshot } from '../../src/domain/snapshot.ts';
import { type Formulation, formulate } from '../../src/formulation/formulate.ts';
import { parseInput } from '../../src/input/parse.ts';
import { takeSnapshot } from '../../src/input/take-snapshot.ts';

type Input = Omit<OptimizeRequestInput, 'shipment'> & {
  lines: (Partial<OptimizeRequestInput['shipment']['items'][number]> & { quantity: number })[];
  shipment?: Partial<OptimizeRequestInput['shipment']>;
};

/** A snapshot on 2026-05-01 whose lines are numbered from 1 and want KTP unless they say otherwise. */
export function snapshotOf({ lines, shipment, ...rest }: Input): Snapshot {
  const items = lines.map((line, index) => ({ lineId: index + 1, productCode: 'KTP', ...line }));
  const request = { asOf: '2026-05-01', ...rest, shipment: { shipmentNumber: 1, ...shipment, items } };
  return takeSnapshot(parseInput(OptimizeRequest, request), '2026-05-01T00:00:00Z');
}

/** `KTP now at A`, `KTP 2026-05-10 at A`. */
export const stock = (locationCode: string, available: number, productCode = 'KTP', unitCost = 0) => ({
  locationCode,
  productCode,
  available,
  unitCost,
});
export const lot = (
  futureInventoryId: string,
  locationCode: string,
  deliveryDate: string | null,
  available: number,
  productCode = 'KTP',
) => ({ futureInventoryId, locationCode, productCode, deliveryDate, available });

/** The settings under which dated stock counts. */
export const FUTURE = { futureInventoryEnabled: true };

/** The name of each column, as the mathematics writes it: `x1,A`, `yA@05-10`, `oA`, `v1,A`, `u1`, `z1`, `nkit`, `nkit,A`. */
export function columnNames({ columns }: Formulation): string[] {
  const names: string[] = [];
  const packageName = (item: (typeof columns.packages)[number]) =>
    item.location.locationCode + (item.day === null ? '' : `@${item.day.slice(5)}`);
  columns.cells.forEach(({ line, source }, column) => {
    names[column] = `x${line.lineId},${packageName(source.package)}`;
  });
  for (const [item, column] of columns.opened) names[column] = `y${packageName(item)}`;
  for (const [code, column] of columns.locationUsed) names[column] = `o${code}`;
  for (const [line, uses] of columns.lineUsesLocation) {
    for (const [code, column] of uses) names[column] = `v${line.lineId},${code}`;
  }
  for (const [line, column] of columns.unfilled) names[column] = `u${line.lineId}`;
  for (const [line, column] of columns.lineReleased) names[column] = `z${line.lineId}`;
  for (const [group, column] of columns.kitsReleased) names[column] = `n${group}`;
  for (const [group, kits] of columns.kitsFromPackage) {
    for (const [item, column] of kits) names[column] = `n${group},${packageName(item)}`;
  }
  return names;
}

function sum(terms: [string, number][]): string {
  return terms
    .map(([name, coefficient], index) => {
      const size = Math.abs(coefficient) === 1 ? name : `${Math.abs(coefficient)} ${name}`;
      if (index === 0) return coefficient < 0 ? `-${size}` : size;
      return coefficient < 0 ? `- ${size}` : `+ ${size}`;
    })
    .join(' ');
}

/** Every row as text: `x1,A + x1,B = 5`. */
export function rows(snapshot: Snapshot): string[] {
  const formulation = formulate(snapshot);
  const { program } = formulation;
  const names = columnNames(formulation);
  return Array.from(program.rowLower, (lower, row) => {
    const terms: [string, number][] = [];
    for (let at = program.rowStarts[row]!; at < program.rowStarts[row + 1]!; at++) {
      terms.push([names[program.columnIndices[at]!]!, program.coefficients[at]!]);
    }
    const upper = program.rowUpper[row]!;
    return `${sum(terms)} ${lower === upper ? '=' : '<='} ${upper}`;
  });
}

/** Every tier as text: its name and its costs. */
export function tiers(snapshot: Snapshot): Record<string, string> {
  const formulation = formulate(snapshot);
  const names = columnNames(formulation);
  return Object.fromEntries(
    formulation.program.levels.map((tier, index) => {
      const terms = [...tier.costs].flatMap((cost, column): [string, number][] =>
        cost === 0 ? [] : [[names[column]!, cost]],
      );
      const offset = formulation.levelOffsets[index]!;
      return [tier.name, [...(offset ? [String(offset)] : []), sum(terms)].join(' ; ') || '0'];
    }),
  );
}

/** The cells, `line,package`, that the eligibility rules leave. */
export function cells(snapshot: Snapshot): string[] {
  const formulation = formulate(snapshot);
  return columnNames(formulation)
    .filter((name) => name.startsWith('x'))
    .map((name) => name.slice(1));
}

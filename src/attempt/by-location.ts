import type { LocationCode } from '../domain/ids.ts';
import type { Cell, Package, Source, Sourcing } from '../formulation/sources.ts';

/**
 * The stock of a location as if all of it were there now; null where lines of one product may take
 * different dates of it, so that it is not one source.
 *
 * @param cells those of one location
 */
function pooled(cells: readonly Cell[]): Cell[] | null {
  const { location } = cells[0]!.source.package;
  const here: Package = { location, day: null, waitDays: 0 };
  const taken = new Map<string, { units: number; takers: Map<Source, Set<Cell['line']>> }>();
  for (const { line, source } of cells) {
    const pool = taken.get(source.productCode) ?? { units: 0, takers: new Map() };
    taken.set(source.productCode, pool);
    const takers = pool.takers.get(source);
    if (takers !== undefined) takers.add(line);
    else {
      pool.takers.set(source, new Set([line]));
      pool.units += source.available;
    }
  }
  const found: Cell[] = [];
  for (const [, { units, takers }] of taken) {
    const [first, ...others] = [...takers.values()];
    if (others.some((lines) => lines.size !== first!.size || [...lines].some((line) => !first!.has(line)))) {
      return null;
    }
    const { productCode } = takers.keys().next().value!;
    const source: Source = { productCode, package: here, available: units, unitCost: 0, lots: [] };
    for (const line of first!) found.push({ line, source });
  }
  return found.sort((a, b) => a.line.lineId - b.line.lineId);
}

/** The sourcing with one package a location, whatever the day; null where that is not the same question for some line. */
export function byLocation({ lines, cells }: Sourcing): Sourcing | null {
  const byCode = new Map<LocationCode, Cell[]>();
  for (const cell of cells) {
    const { locationCode } = cell.source.package.location;
    const known = byCode.get(locationCode);
    if (known === undefined) byCode.set(locationCode, [cell]);
    else known.push(cell);
  }
  const all: Cell[] = [];
  for (const here of byCode.values()) {
    const found = pooled(here);
    if (found === null) return null;
    all.push(...found);
  }
  const packages = [...new Set(all.map(({ source }) => source.package))];
  const sources = [...new Set(all.map(({ source }) => source))];
  const lineAt = new Map(lines.map((line, position) => [line, position]));
  const sourceAt = new Map(sources.map((source, position) => [source, position]));
  const packageAt = new Map(packages.map((item, position) => [item, position]));
  return {
    lines,
    packages,
    cells: all,
    sources,
    cellLine: Int32Array.from(all, ({ line }) => lineAt.get(line)!),
    cellSource: Int32Array.from(all, ({ source }) => sourceAt.get(source)!),
    sourcePackage: Int32Array.from(sources, (source) => packageAt.get(source.package)!),
  };
}

import type { LineId } from '../../domain/ids.ts';
import type { Line } from '../../domain/shipment.ts';
import type { Supply } from './supply.ts';

/** Units by line id. */
export type UnitsByLine = ReadonlyMap<LineId, number>;

/** A flow of one product from its supplies to its lines. */
class ProductFlow {
  readonly #left: number[];
  /** Supplies that each line may take from, by position. */
  readonly #suppliesOf = new Map<Line, number[]>();
  /** Of each supply, the units that lines took. */
  readonly #taken: Map<Line, number>[];

  constructor(supplies: readonly Supply[]) {
    this.#left = supplies.map(({ units }) => units);
    this.#taken = supplies.map(() => new Map());
    // Supplies that few lines may take from come first: they are the least missed by others.
    const order = [...supplies.keys()].sort(
      (a, b) => supplies[a]!.takers.length - supplies[b]!.takers.length,
    );
    for (const position of order) {
      for (const line of supplies[position]!.takers) {
        const known = this.#suppliesOf.get(line);
        if (known === undefined) this.#suppliesOf.set(line, [position]);
        else known.push(position);
      }
    }
  }

  /** Gives `line` up to `wanted` units, moving lines served before to other supplies where that helps. */
  cover(line: Line, wanted: number): number {
    let covered = 0;
    for (const supply of this.#suppliesOf.get(line) ?? []) {
      if (covered === wanted) break;
      const units = Math.min(wanted - covered, this.#left[supply]!);
      if (units > 0) this.#move(line, supply, units);
      covered += units;
    }
    while (covered < wanted) {
      const units = this.#augment(line, wanted - covered);
      if (units === 0) break;
      covered += units;
    }
    return covered;
  }

  #move(line: Line, supply: number, units: number): void {
    this.#left[supply]! -= units;
    this.#take(line, supply, units);
  }

  #take(line: Line, supply: number, units: number): void {
    const taken = this.#taken[supply]!;
    const after = (taken.get(line) ?? 0) + units;
    if (after === 0) taken.delete(line);
    else taken.set(line, after);
  }

  /** One shortest augmenting path (Edmonds and Karp) from a supply with units left to `line`. */
  #augment(target: Line, wanted: number): number {
    const reachedBy = new Map<number, Line>();
    const cameFrom = new Map<Line, number>();
    const queue: Line[] = [target];
    for (const line of queue) {
      for (const supply of this.#suppliesOf.get(line) ?? []) {
        if (reachedBy.has(supply)) continue;
        reachedBy.set(supply, line);
        if (this.#left[supply]! > 0) return this.#push(supply, target, wanted, reachedBy, cameFrom);
        for (const other of this.#taken[supply]!.keys()) {
          if (other === target || cameFrom.has(other)) continue;
          cameFrom.set(other, supply);
          queue.push(other);
        }
      }
    }
    return 0;
  }

  #push(
    start: number,
    target: Line,
    wanted: number,
    reachedBy: ReadonlyMap<number, Line>,
    cameFrom: ReadonlyMap<Line, number>,
  ): number {
    const steps: { line: Line; gains: number; gives: number | undefined }[] = [];
    let units = Math.min(wanted, this.#left[start]!);
    for (let gains = start; ; ) {
      const line = reachedBy.get(gains)!;
      const gives = line === target ? undefined : cameFrom.get(line)!;
      steps.push({ line, gains, gives });
      if (gives === undefined) break;
      units = Math.min(units, this.#taken[gives]!.get(line)!);
      gains = gives;
    }
    this.#left[start]! -= units;
    for (const { line, gains, gives } of steps) {
      this.#take(line, gains, units);
      if (gives !== undefined) this.#take(line, gives, -units);
    }
    return units;
  }
}

/** Whether every line may take from every supply, so that nothing but the sum counts. */
function isOnePool(lines: readonly Line[], supplies: readonly Supply[]): boolean {
  return supplies.every(({ takers }) => lines.every((line) => takers.includes(line)));
}

/**
 * How much of each line the supplies of its product can cover when no limit couples them: a maximum flow, in which
 * lines with lower ids are served first and keep what they have.
 *
 * `verify/max-flow.ts` computes maximum flows a second time, on purpose: the checker shares no code with what it checks,
 * and this one also says how much each line gets.
 *
 * @param lines of one product, by id; each gets at most what `wanted` says, by default its quantity
 * @returns units a line
 */
export function coverLines(
  lines: readonly Line[],
  supplies: readonly Supply[],
  wanted?: UnitsByLine,
): Map<LineId, number> {
  const served = wanted === undefined ? lines : lines.filter((line) => wanted.has(line.lineId));
  const wantedOf = (line: Line) => wanted?.get(line.lineId) ?? line.quantity;
  const covered = new Map<LineId, number>();
  if (isOnePool(served, supplies)) {
    let left = supplies.reduce((sum, { units }) => sum + units, 0);
    for (const line of served) {
      const units = Math.min(left, wantedOf(line));
      covered.set(line.lineId, units);
      left -= units;
    }
    return covered;
  }
  const flow = new ProductFlow(supplies);
  for (const line of served) covered.set(line.lineId, flow.cover(line, wantedOf(line)));
  return covered;
}

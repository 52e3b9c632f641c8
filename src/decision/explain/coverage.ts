import type { LineId } from '../../domain/ids.ts';
import type { Line } from '../../domain/shipment.ts';
import type { Supply } from './supply.ts';

/** Units by line id. */
export type UnitsByLine = ReadonlyMap<LineId, number>;

/** A flow of one product from its supplies to its lines, both by position. */
class ProductFlow {
  readonly #left: number[];
  /** Supplies that each line may take from, those first that fewest lines may take from. */
  readonly #suppliesOf: readonly (readonly number[])[];
  /** Of each supply, the units that each line took; nothing where none took any. */
  readonly #taken: (number[] | undefined)[];

  constructor(lines: readonly Line[], supplies: readonly Supply[]) {
    this.#left = supplies.map(({ units }) => units);
    this.#taken = supplies.map(() => undefined);
    const position = new Map(lines.map((line, index) => [line, index]));
    const suppliesOf: number[][] = lines.map(() => []);
    // Supplies that few lines may take from are the least missed by others.
    const takersOf = (supply: number) => supplies[supply]!.takers;
    const order = [...supplies.keys()].sort((a, b) => takersOf(a).length - takersOf(b).length);
    for (const supply of order) {
      for (const line of takersOf(supply)) {
        const taker = position.get(line);
        if (taker !== undefined) suppliesOf[taker]!.push(supply);
      }
    }
    this.#suppliesOf = suppliesOf;
  }

  /** Gives a line up to `wanted` units, moving lines served before to other supplies where that helps. */
  cover(line: number, wanted: number): number {
    let covered = 0;
    for (const supply of this.#suppliesOf[line]!) {
      if (covered === wanted) break;
      const units = Math.min(wanted - covered, this.#left[supply]!);
      if (units === 0) continue;
      this.#left[supply]! -= units;
      this.#take(line, supply, units);
      covered += units;
    }
    while (covered < wanted) {
      const units = this.#augment(line, wanted - covered);
      if (units === 0) break;
      covered += units;
    }
    return covered;
  }

  #take(line: number, supply: number, units: number): void {
    const taken = this.#taken[supply] ?? new Array<number>(this.#suppliesOf.length).fill(0);
    taken[line]! += units;
    this.#taken[supply] = taken;
  }

  /** One shortest augmenting path (Edmonds and Karp) from a supply with units left to `line`. */
  #augment(target: number, wanted: number): number {
    const reachedBy = new Map<number, number>();
    const cameFrom = new Map<number, number>();
    const queue: number[] = [target];
    for (const line of queue) {
      for (const supply of this.#suppliesOf[line]!) {
        if (reachedBy.has(supply)) continue;
        reachedBy.set(supply, line);
        if (this.#left[supply]! > 0) return this.#push(supply, target, wanted, reachedBy, cameFrom);
        const taken = this.#taken[supply] ?? [];
        for (let other = 0; other < taken.length; other++) {
          if (taken[other] === 0 || other === target || cameFrom.has(other)) continue;
          cameFrom.set(other, supply);
          queue.push(other);
        }
      }
    }
    return 0;
  }

  #push(
    start: number,
    target: number,
    wanted: number,
    reachedBy: ReadonlyMap<number, number>,
    cameFrom: ReadonlyMap<number, number>,
  ): number {
    const steps: { line: number; gains: number; gives: number | undefined }[] = [];
    let units = Math.min(wanted, this.#left[start]!);
    for (let gains = start; ; ) {
      const line = reachedBy.get(gains)!;
      const gives = line === target ? undefined : cameFrom.get(line)!;
      steps.push({ line, gains, gives });
      if (gives === undefined) break;
      units = Math.min(units, this.#taken[gives]![line]!);
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
  return supplies.every(
    ({ takers }) => takers.length >= lines.length && lines.every((line) => takers.includes(line)),
  );
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
  const flow = new ProductFlow(served, supplies);
  for (const [position, line] of served.entries()) {
    covered.set(line.lineId, flow.cover(position, wantedOf(line)));
  }
  return covered;
}

/** Whether the supplies of a product can cover its lines whole: a sum decides most, a flow the rest. */
export function coversAll(lines: readonly Line[], supplies: readonly Supply[], wanted: UnitsByLine): boolean {
  const served = lines.filter((line) => wanted.has(line.lineId));
  let missing = 0;
  for (const { lineId } of served) missing += wanted.get(lineId)!;
  for (const { units } of supplies) missing -= units;
  if (missing > 0) return false;
  if (isOnePool(served, supplies)) return true;
  const flow = new ProductFlow(served, supplies);
  // A line that is covered stays covered, and one that is not will not be.
  return served.every(
    ({ lineId }, position) => flow.cover(position, wanted.get(lineId)!) === wanted.get(lineId),
  );
}

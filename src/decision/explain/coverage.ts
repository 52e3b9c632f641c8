import type { LineId } from '../../domain/ids.ts';
import type { Line } from '../../domain/shipment.ts';
import type { Source, Sourcing } from '../../formulation/sources.ts';

/** The flow of one product from its sources to its lines. */
class ProductFlow {
  /** taken.get(source)?.get(line): units. */
  readonly #taken = new Map<Source, Map<Line, number>>();
  readonly #left = new Map<Source, number>();
  readonly #sourcesOf: ReadonlyMap<Line, readonly Source[]>;

  constructor(sourcesOf: ReadonlyMap<Line, readonly Source[]>) {
    this.#sourcesOf = sourcesOf;
    for (const sources of sourcesOf.values()) {
      for (const source of sources) {
        this.#left.set(source, source.available);
        this.#taken.set(source, new Map());
      }
    }
  }

  /** Gives `line` up to `wanted` units, moving lines served before to other sources where that helps. */
  cover(line: Line, wanted: number): number {
    let covered = 0;
    while (covered < wanted) {
      const units = this.#augment(line, wanted - covered);
      if (units === 0) break;
      covered += units;
    }
    return covered;
  }

  /** One shortest augmenting path (Edmonds and Karp) from a source with units left to `line`. */
  #augment(target: Line, wanted: number): number {
    const reachedBy = new Map<Source, Line>();
    const cameFrom = new Map<Line, Source>();
    const queue: Line[] = [target];
    for (const line of queue) {
      for (const source of this.#sourcesOf.get(line) ?? []) {
        if (reachedBy.has(source)) continue;
        reachedBy.set(source, line);
        if (this.#left.get(source)! > 0) return this.#push(source, target, wanted, reachedBy, cameFrom);
        for (const [other, units] of this.#taken.get(source)!) {
          if (units === 0 || other === target || cameFrom.has(other)) continue;
          cameFrom.set(other, source);
          queue.push(other);
        }
      }
    }
    return 0;
  }

  #push(
    start: Source,
    target: Line,
    wanted: number,
    reachedBy: ReadonlyMap<Source, Line>,
    cameFrom: ReadonlyMap<Line, Source>,
  ): number {
    const steps: { line: Line; gains: Source; gives: Source | undefined }[] = [];
    let units = Math.min(wanted, this.#left.get(start)!);
    for (let gains = start; ; ) {
      const line = reachedBy.get(gains)!;
      const gives = line === target ? undefined : cameFrom.get(line)!;
      steps.push({ line, gains, gives });
      if (gives === undefined) break;
      units = Math.min(units, this.#taken.get(gives)!.get(line)!);
      gains = gives;
    }
    this.#left.set(start, this.#left.get(start)! - units);
    for (const { line, gains, gives } of steps) {
      const atGains = this.#taken.get(gains)!;
      atGains.set(line, (atGains.get(line) ?? 0) + units);
      if (gives !== undefined) {
        const atGives = this.#taken.get(gives)!;
        atGives.set(line, atGives.get(line)! - units);
      }
    }
    return units;
  }
}

/** Units by line id. */
export type UnitsByLine = ReadonlyMap<LineId, number>;

/**
 * How much of each line its eligible sources can cover when no limit couples them: a maximum flow, in which
 * lines with lower ids are served first and keep what they have.
 *
 * `verify/max-flow.ts` computes maximum flows a second time, on purpose: the checker shares no code with what it checks,
 * and this one also says how much each line gets.
 *
 * @param wanted units to serve, of the lines to serve; by default every line's quantity
 * @returns units a served line
 */
export function coverLines({ lines, cells }: Sourcing, wanted?: UnitsByLine): Map<LineId, number> {
  const served = wanted === undefined ? lines : lines.filter((line) => wanted.has(line.lineId));
  const sourcesOf = new Map<Line, Source[]>(served.map((line) => [line, []]));
  for (const { line, source } of cells) sourcesOf.get(line)?.push(source);
  const flow = new ProductFlow(sourcesOf);
  return new Map(
    served.map((line) => [line.lineId, flow.cover(line, wanted?.get(line.lineId) ?? line.quantity)]),
  );
}

import { solveAttempt } from '../../attempt/solve.ts';
import type { Line } from '../../domain/shipment.ts';
import { managedLines } from '../../formulation/eligibility/managed-lines.ts';
import type { Cell, Package, Source, Sourcing } from '../../formulation/sources.ts';
import { attemptOf, type WaveContext } from '../context.ts';
import type { Pick, WavePlan } from '../plan.ts';

/** Milliseconds that one attempt of a shipment may take within a wave; the rest of the wave waits for it. */
const ATTEMPT_MS = 1_000;

/** Times that an attempt is solved anew because its sources could not all give together what each could alone. */
const MOST_ROUNDS = 6;

/** A cell of the attempt, and the source of the wave that it is. */
interface WaveCell extends Cell {
  readonly number: number;
}

/** Whether the attempt may use a source. */
export type SourceGate = (source: number) => boolean;

/** The lines of a shipment and what they may take, from the units that are left to it. */
class OwnSourcing {
  readonly #context: WaveContext;
  readonly #lines: readonly Line[];
  readonly #wantOf = new Map<Line, number>();
  /** Sources that some line may use, by (location, day, current first), with the lines that may. */
  readonly #offers: readonly { readonly source: number; readonly lines: readonly Line[] }[];

  constructor(context: WaveContext, shipment: number, mayUse: SourceGate) {
    this.#context = context;
    this.#lines = managedLines(context.wave.shipments[shipment]!.shipment);
    const takers = new Map<number, Line[]>();
    for (const [want, { class: ofWant, lines }] of context.wants[shipment]!.wants.entries()) {
      for (const line of lines) this.#wantOf.set(line, want);
      for (const source of ofWant.sources) {
        if (mayUse(source)) takers.set(source, [...(takers.get(source) ?? []), ...lines]);
      }
    }
    const { sourceLocation, sourceRank, days } = context.stock;
    const dayOf = (source: number) => days[sourceRank[source]!]!;
    const order = (source: number) => (dayOf(source).day === null ? -1 : dayOf(source).waitDays);
    this.#offers = [...takers]
      .sort(([a], [b]) => sourceLocation[a]! - sourceLocation[b]! || order(a) - order(b) || a - b)
      .map(([source, lines]) => ({ source, lines }));
  }

  get sources(): readonly number[] {
    return this.#offers.map(({ source }) => source);
  }

  wantOf(line: Line): number {
    return this.#wantOf.get(line)!;
  }

  /** The attempt's sourcing where each source gives so many units. */
  with(units: ReadonlyMap<number, number>): Sourcing & { readonly cells: readonly WaveCell[] } {
    const { stock, packages: waves } = this.#context;
    const packages: Package[] = [];
    const cells: WaveCell[] = [];
    const sources: Source[] = [];
    const sourcePackage: number[] = [];
    let ofPackage: WaveCell[] = [];
    const close = () => {
      ofPackage.sort((a, b) => a.line.lineId - b.line.lineId);
      cells.push(...ofPackage);
      ofPackage = [];
    };
    for (const { source: number, lines } of this.#offers) {
      const available = units.get(number) ?? 0;
      if (available <= 0) continue;
      const item = waves.of(number);
      if (packages.at(-1) !== item) {
        close();
        packages.push(item);
      }
      const product = stock.products[stock.sourceProduct[number]!]!;
      const unitCost = stock.sourceUnitCost[number]!;
      const source: Source = { productCode: product, package: item, available, unitCost, lots: [] };
      for (const line of lines) ofPackage.push({ line, source, number });
    }
    close();
    const numbers = new Map<Source, number>();
    for (const { source } of cells) {
      if (numbers.has(source)) continue;
      numbers.set(source, sources.push(source) - 1);
      sourcePackage.push(packages.indexOf(source.package));
    }
    const lineAt = new Map(this.#lines.map((line, at) => [line, at]));
    return {
      lines: this.#lines,
      packages,
      cells,
      sources,
      cellLine: Int32Array.from(cells, ({ line }) => lineAt.get(line)!),
      cellSource: Int32Array.from(cells, ({ source }) => numbers.get(source)!),
      sourcePackage: Int32Array.from(sourcePackage),
    };
  }
}

/** Units that the sources can all give together, each in turn as much as it can. */
function together(plan: WavePlan, sources: readonly number[], wanted: ReadonlyMap<number, number>) {
  const units = new Map<number, number>();
  for (const source of sources) units.set(source, plan.takeOf(source, wanted.get(source)!));
  for (const [source, taken] of units) if (taken > 0) plan.giveBackOf(source, taken);
  return units;
}

/** What an attempt of its own gives a shipment. */
export interface OwnAnswer {
  /** What it takes, and has been taken; null where nothing can be released. */
  readonly picks: readonly Pick[] | null;
  /** Whether that is proven to be the best next to all others. */
  readonly isProven: boolean;
}

/**
 * Solves the attempt of one shipment over what all others leave to it, and takes what it says.
 *
 * Each source offers what it could give alone; where sources cannot give that together, because somebody before may use
 * only them, the attempt is solved anew with less of the source that could not, and at last with units that can be given
 * together whatever is taken of them.
 */
export async function takeOwnAttempt(
  context: WaveContext,
  plan: WavePlan,
  shipment: number,
  mayUse: SourceGate = () => true,
): Promise<OwnAnswer> {
  const own = new OwnSourcing(context, shipment, mayUse);
  const snapshot = attemptOf(context, shipment);
  const wanted = plan.wants[shipment]!.units;
  const most = new Map(own.sources.map((source) => [source, plan.mostOf(source, wanted)]));
  const all = new Map(most);
  for (let round = 0; ; round++) {
    const isLast = round === MOST_ROUNDS;
    const sourcing = own.with(isLast ? together(plan, own.sources, all) : most);
    const limitMs = Math.max(1, Math.min(ATTEMPT_MS, context.leftMs()));
    const solved = await solveAttempt(snapshot, sourcing, context.engine, limitMs);
    const isProven = !isLast && (solved.termination === 'optimal' || solved.termination === 'infeasible');
    if (solved.units === null || solved.units.every((units) => units <= 0)) {
      // What the sources give together is less than each could give: only the first answer proves a hold.
      const isEmpty = snapshot.shipment.items.every(({ manageStock }) => !manageStock);
      return { picks: isEmpty ? [] : null, isProven: isProven && round === 0 };
    }
    const picks: Pick[] = [];
    solved.units.forEach((units, cell) => {
      const { line, number } = sourcing.cells[cell]!;
      if (units > 0) picks.push({ want: own.wantOf(line), line, source: number, units });
    });
    const short = firstShort(plan, picks);
    if (short === null) return { picks, isProven: isProven && round === 0 };
    most.set(short.source, short.units);
  }
}

/** Takes the picks; where one cannot be had in full, takes none and says how much of its source could. */
function firstShort(plan: WavePlan, picks: readonly Pick[]): { source: number; units: number } | null {
  const bySource = new Map<number, number>();
  for (const { source, units } of picks) bySource.set(source, (bySource.get(source) ?? 0) + units);
  const taken: [source: number, units: number][] = [];
  for (const [source, units] of bySource) {
    const given = plan.takeOf(source, units);
    taken.push([source, given]);
    if (given === units) continue;
    for (const [back, amount] of taken) if (amount > 0) plan.giveBackOf(back, amount);
    return { source, units: given };
  }
  return null;
}

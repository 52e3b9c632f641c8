import { decide } from '../../decision/decide.ts';
import type { Solved } from '../../decision/solved.ts';
import type { Decision } from '../../domain/decision.ts';
import { compareCodes } from '../../domain/ids.ts';
import type { Line } from '../../domain/shipment.ts';
import type { FutureLot } from '../../domain/snapshot.ts';
import { managedLines } from '../../formulation/eligibility/managed-lines.ts';
import type { Cell, Source, Sourcing } from '../../formulation/sources.ts';
import { attemptOf, type WaveContext } from '../context.ts';
import type { LeastPlaces } from '../places/least-places.ts';
import { placesOf } from '../places/sourcing.ts';
import type { Pick } from '../plan.ts';
import type { Course } from '../queue/in-order.ts';
import { isWhole } from '../worth.ts';
import { LotsLeft } from './lots.ts';

/** Units that a line takes from a source. */
interface LineTake {
  readonly line: Line;
  readonly source: number;
  readonly units: number;
}

/** What is released, line by line: lines that share a want are filled in the order of the packages, the first line first. */
function linesOf(context: WaveContext, shipment: number, picks: readonly Pick[]): LineTake[] {
  const takes: LineTake[] = [];
  const { wants } = context.wants[shipment]!;
  const shared = picks.filter(({ line }) => line === null);
  for (const [want, { lines }] of wants.entries()) {
    const ofWant = shared.filter((pick) => pick.want === want).sort(byPackage(context));
    let line = 0;
    let missing = lines[0]!.quantity;
    for (const { source, units } of ofWant) {
      for (let left = units; left > 0; ) {
        while (missing === 0) missing = lines[++line]!.quantity;
        const taken = Math.min(left, missing);
        takes.push({ line: lines[line]!, source, units: taken });
        missing -= taken;
        left -= taken;
      }
    }
  }
  for (const { line, source, units } of picks) if (line !== null) takes.push({ line, source, units });
  return takes;
}

/** The written order of packages: by location, then day, current inventory first. */
function byPackage({ stock }: WaveContext): (a: { source: number }, b: { source: number }) => number {
  const dayOf = (source: number) => stock.days[stock.sourceRank[source]!]!;
  const order = (source: number) =>
    dayOf(source).day === null ? Number.NEGATIVE_INFINITY : dayOf(source).waitDays;
  return (a, b) => {
    const location = stock.sourceLocation[a.source]! - stock.sourceLocation[b.source]!;
    if (location !== 0) return location;
    const [one, other] = [order(a.source), order(b.source)];
    return one === other ? 0 : one - other;
  };
}

/** Makes the decisions of a course, in the order of the queue. */
export class DecisionMaker {
  readonly #context: WaveContext;
  readonly #course: Course;
  readonly #least: LeastPlaces;
  readonly #isOpen: Uint8Array;
  readonly #lots: LotsLeft;

  /** @param isOpen 1 where fewer or cheaper packages may be possible */
  constructor(context: WaveContext, course: Course, least: LeastPlaces, isOpen: Uint8Array) {
    this.#context = context;
    this.#course = course;
    this.#least = least;
    this.#isOpen = isOpen;
    const kept = [...course.kept].filter(([shipment]) => course.isKept[shipment] === 1);
    this.#lots = new LotsLeft(
      context,
      kept.map(([, plan]) => plan),
    );
  }

  /** The decision on one shipment. Shipments are to be asked for in the order of the queue. */
  of(shipment: number): Decision {
    const { plan, isReleased } = this.#course;
    const picks = isReleased[shipment] === 1 ? plan.picks[shipment]! : [];
    const takes = linesOf(this.#context, shipment, picks).sort(
      (a, b) => byPackage(this.#context)(a, b) || a.line.lineId - b.line.lineId,
    );
    const cells = this.#course.isKept[shipment] === 1 ? this.#keptCells(shipment, takes) : this.#cells(takes);
    const snapshot = attemptOf(this.#context, shipment);
    const units = Float64Array.from(takes, (take) => take.units);
    const sourcing: Sourcing = {
      lines: managedLines(snapshot.shipment),
      packages: [],
      cells,
      sources: [],
      cellLine: new Int32Array(),
      cellSource: new Int32Array(),
      sourcePackage: new Int32Array(),
    };
    return decide(snapshot, sourcing, this.#solved(shipment, units));
  }

  #cells(takes: readonly LineTake[]): Cell[] {
    const units = new Map<number, number>();
    for (const take of takes) units.set(take.source, (units.get(take.source) ?? 0) + take.units);
    const sources = new Map<number, Source>();
    for (const [source, taken] of units) {
      sources.set(source, this.#source(source, taken, this.#lots.take(source, taken)));
    }
    return takes.map(({ line, source }) => ({ line, source: sources.get(source)! }));
  }

  /** A kept plan's lines keep their very lots. */
  #keptCells(shipment: number, takes: LineTake[]): Cell[] {
    const { picks, lots } = this.#course.kept.get(shipment)!;
    const lotsOf = new Map<string, FutureLot[]>();
    let lot = 0;
    for (const { line, source, units } of picks) {
      if (this.#context.stock.sourceLots[source]!.length === 0) continue;
      const key = `${line!.lineId} ${source}`;
      const { lot: row } = lots[lot++]!;
      const others = lotsOf.get(key) ?? [];
      const before = others.find(({ futureInventoryId }) => futureInventoryId === row.futureInventoryId);
      const given = { ...row, available: units + (before?.available ?? 0) };
      lotsOf.set(key, [...others.filter((other) => other !== before), given]);
    }
    const merged = new Map<string, LineTake>();
    for (const take of takes) {
      const key = `${take.line.lineId} ${take.source}`;
      merged.set(key, { ...take, units: (merged.get(key)?.units ?? 0) + take.units });
    }
    takes.splice(0, takes.length, ...merged.values());
    return takes.map(({ line, source, units }) => {
      const own = lotsOf.get(`${line.lineId} ${source}`) ?? [];
      own.sort((a, b) => compareCodes(a.futureInventoryId, b.futureInventoryId));
      return { line, source: this.#source(source, units, own) };
    });
  }

  #source(source: number, available: number, lots: readonly FutureLot[]): Source {
    const { stock, packages } = this.#context;
    const productCode = stock.products[stock.sourceProduct[source]!]!;
    const unitCost = stock.sourceUnitCost[source]!;
    return { productCode, package: packages.of(source), available, unitCost, lots };
  }

  #solved(shipment: number, units: Float64Array): Solved {
    const isHeld = this.#course.isReleased[shipment] === 0;
    const isPartialMode = this.#context.wave.settings.partialRelease !== 'none';
    const isProven = this.#course.isOpen[shipment] === 0 && this.#isOpen[shipment] === 0;
    const rest = { tieBreakProven: false, engine: 'wave', solveMs: 0 };
    if (isHeld && !isPartialMode) {
      return {
        ...rest,
        termination: isProven ? 'infeasible' : 'time-limit',
        units: null,
        bounds: new Float64Array(5),
        reason: isProven
          ? 'next to what all others have, no release is possible'
          : 'next to what all others have, no release was found',
      };
    }
    const { children, cost: leastCost, costOfFewest } = this.#least.of(shipment);
    const own = placesOf(this.#context, this.#course.plan.picks[shipment] ?? []);
    // What so few packages cost is a bound only where there are so few: more of them may be cheaper.
    const cost = own.children === children ? costOfFewest : leastCost;
    // What flows or an attempt gave of each day is the best next to those before; no bound of it lies below.
    const known = Number.POSITIVE_INFINITY;
    const isWeighted = this.#context.wave.settings.objective.mode === 'weighted';
    const areDaysKnown = this.#course.isOpen[shipment] === 0 && !isWeighted;
    const days = areDaysKnown ? [known, known, known] : [0, 0, 0];
    return {
      ...rest,
      termination: isProven ? 'optimal' : 'time-limit',
      units,
      bounds: Float64Array.from([...days, children, cost]),
      reason: this.#reason(shipment, isProven),
    };
  }

  #reason(shipment: number, isProven: boolean): string {
    if (this.#course.isKept[shipment] === 1) return 'its plan was kept';
    const how = isWhole(this.#course, shipment) ? 'released' : 'released as far as units reach';
    return isProven
      ? `${how} with the best that all others leave to it`
      : `${how}; fewer or cheaper packages may be left to it`;
  }
}

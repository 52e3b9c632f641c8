import { solveAttempt } from '../../attempt/solve.ts';
import { askUntil } from '../../attempt/what-if.ts';
import { explainHold } from '../../decision/explain/explain.ts';
import { shipmentReason } from '../../decision/explain/reasons.ts';
import type { HeldLine, Hold } from '../../domain/decision.ts';
import type { Line } from '../../domain/shipment.ts';
import type { OutrankedBy } from '../../domain/wave/answer.ts';
import { isEligibleLocation } from '../../formulation/eligibility/eligible-location.ts';
import {
  futureEnabledForProduct,
  isExcludedForFuture,
} from '../../formulation/eligibility/future-inventory.ts';
import { findSourcing } from '../../formulation/sources.ts';
import type { LineClass } from '../classes.ts';
import type { WaveContext } from '../context.ts';
import type { Course } from '../queue/in-order.ts';
import { OwnSnapshots } from './rows.ts';
import { Takers } from './takers.ts';

/** Why a shipment of a wave is held. */
export interface WaveHold {
  readonly hold: Hold;
  readonly outrankedBy: readonly OutrankedBy[];
  readonly youngerFirst: number;
}

/** Milliseconds that one explanation may solve for. */
const QUESTION_MS = 200;

/** Says why shipments are held: what the stock could never give them, or who took it. */
export class HoldExplainer {
  readonly #context: WaveContext;
  readonly #course: Course;
  readonly #takers: Takers;
  readonly #snapshots: OwnSnapshots;

  /** @param course one whose sources are chosen */
  constructor(context: WaveContext, course: Course) {
    this.#context = context;
    this.#course = course;
    this.#takers = new Takers(context, course);
    this.#snapshots = new OwnSnapshots(context.wave);
  }

  async of(shipment: number): Promise<WaveHold> {
    if (await this.#couldGoAlone(shipment)) return this.#outranked(shipment);
    const snapshot = this.#snapshots.of(this.#context.wave.shipments[shipment]!);
    const deadline = performance.now() + this.#leftMs();
    const hold = await explainHold(snapshot, 'reasons', askUntil(this.#context.engine, deadline));
    return { hold, outrankedBy: [], youngerFirst: 0 };
  }

  #leftMs(): number {
    return Math.min(QUESTION_MS, this.#context.leftMs());
  }

  /** Whether all of the stock would release it, or a part of it, if nobody else wanted any. */
  async #couldGoAlone(shipment: number): Promise<boolean> {
    const { wants, isByFlows } = this.#context.wants[shipment]!;
    const { sourceUnits } = this.#context.stock;
    const total = (sources: Int32Array) => sources.reduce((sum, source) => sum + sourceUnits[source]!, 0);
    const mode = this.#context.wave.settings.partialRelease;
    if (isByFlows) {
      const isCovered = ({ class: ofWant, units }: (typeof wants)[number]) => total(ofWant.sources) >= units;
      if (mode === 'none') return wants.every(isCovered);
      return mode === 'line' ? wants.some(isCovered) : wants.some((want) => want.class.sources.length > 0);
    }
    if (mode === 'none' && wants.some(({ class: ofWant, units }) => total(ofWant.sources) < units))
      return false;
    const limitMs = this.#leftMs();
    if (limitMs < 1) return false;
    const snapshot = this.#snapshots.of(this.#context.wave.shipments[shipment]!);
    const solved = await solveAttempt(snapshot, findSourcing(snapshot), this.#context.engine, limitMs);
    return solved.units?.some((units) => units > 0) ?? false;
  }

  /** Others have what it lacks. */
  #outranked(shipment: number): WaveHold {
    const { wants } = this.#context.wants[shipment]!;
    const lines: HeldLine[] = [];
    const short: LineClass[] = [];
    for (const want of wants) {
      const [now, later] = this.#left(want.class);
      let left = now + later;
      let isShort = false;
      for (const line of want.lines) {
        const missing = Math.max(0, line.quantity - left);
        left = Math.max(0, left - line.quantity);
        isShort ||= missing > 0;
        lines.push(this.#heldLine(shipment, line, { now, later, missing }));
      }
      if (isShort) short.push(want.class);
    }
    // With limits every product may be there, and yet not where it would have to be.
    const lacking = short.length > 0 ? short : wants.map((want) => want.class);
    if (short.length === 0) for (const line of lines) line.reason = 'OUTRANKED';
    for (const line of this.#context.wave.shipments[shipment]!.shipment.items) {
      if (!line.manageStock) lines.push(this.#heldLine(shipment, line, { now: 0, later: 0, missing: 0 }));
    }
    lines.sort((a, b) => a.lineId - b.lineId);
    const hold: Hold = {
      reason: shipmentReason(lines),
      explanation: 'partial',
      lines,
      earliestReleaseDate: null,
      fixes: [],
    };
    return {
      hold,
      outrankedBy: this.#takers.named(lacking),
      youngerFirst: this.#takers.behind(shipment, lacking),
    };
  }

  /** Units of current and of future stock that nobody took. */
  #left({ sources }: LineClass): [now: number, later: number] {
    const { stock } = this.#context;
    let now = 0;
    let later = 0;
    for (const source of sources) {
      const units = this.#course.plan.mostOf(source, stock.sourceUnits[source]!);
      if (stock.days[stock.sourceRank[source]!]!.day === null) now += units;
      else later += units;
    }
    return [now, later];
  }

  #heldLine(
    shipment: number,
    line: Line,
    { now, later, missing }: { now: number; later: number; missing: number },
  ): HeldLine {
    const { lineId, productCode, quantity } = line;
    return {
      lineId,
      productCode,
      reason: missing > 0 ? 'OUTRANKED' : 'WAITING_FOR_OTHER_LINES',
      quantity,
      currentAvailable: now,
      futureEligible: later,
      futureBeyondLimit: line.manageStock ? this.#beyondLimit(shipment, line) : 0,
      short: missing,
    };
  }

  /** Units of lots at its locations that come after the Future Date Limit. */
  #beyondLimit(shipment: number, line: Line): number {
    const { stock, wave } = this.#context;
    const last = wave.lastFutureDay;
    if (!wave.settings.futureInventoryEnabled || !futureEnabledForProduct(line)) return 0;
    if (!stock.days.some(({ day }) => day !== null && day > last)) return 0;
    const product = stock.productOf.get(line.productCode)!;
    let units = 0;
    for (let source = stock.productStart[product]!; source < stock.productStart[product + 1]!; source++) {
      const lot = stock.sourceLots[source]![0];
      if (lot === undefined || lot.deliveryDay <= last || isExcludedForFuture(lot, line)) continue;
      const location = stock.locations[stock.sourceLocation[source]!]!;
      if (!isEligibleLocation(location, line, wave.shipments[shipment]!.shipment)) continue;
      units += stock.sourceUnits[source]!;
    }
    return units;
  }
}

import type { Standing, WaveSnapshot } from '../../../domain/wave/snapshot.ts';
import { snapshotOf } from '../../../domain/wave/snapshot.ts';
import type { SubmittedWave } from '../../../domain/wave/verify-wave.ts';
import { addTo, type Ground, groundOf, type PlanReading, readPlan } from '../reading.ts';
import type { Finding } from '../rule.ts';
import type { Source } from '../sources.ts';

/** One decision of a wave, laid beside its shipment. */
export interface DecisionReading {
  /** Its place among the decisions. */
  readonly at: number;
  readonly standing: Standing;
  readonly reading: PlanReading;
  /** Whether it takes exactly what the plan that the shipment had took. */
  readonly isKept: boolean;
}

/** The plan of a wave laid beside the wave. Only sums are added; nothing is judged here. */
export interface WaveReading {
  readonly wave: WaveSnapshot;
  readonly plan: SubmittedWave;
  readonly ground: Ground;
  /** The decisions on shipments of the wave; of two on one shipment the first. */
  readonly decisions: readonly DecisionReading[];
  /** Units of all takes, by source. */
  readonly taken: ReadonlyMap<Source, number>;
}

/** One rule of a wave as a whole. */
export interface WaveRule {
  /** Stable; a row of README.md. */
  readonly code: string;
  readonly check: (reading: WaveReading) => Iterable<Finding>;
}

interface Allocated {
  readonly fulfillmentLocationCode: string | null;
  readonly futureDate: string | null;
  readonly allocations: readonly { lineId: number; quantity: number; futureInventoryId: string | null }[];
}

/** What children take, as sums; no code holds a line break. */
function takesOf(children: readonly Allocated[]): Map<string, number> {
  const takes = new Map<string, number>();
  for (const { fulfillmentLocationCode, futureDate, allocations } of children) {
    for (const { lineId, quantity, futureInventoryId } of allocations) {
      addTo(takes, [lineId, fulfillmentLocationCode, futureDate, futureInventoryId].join('\n'), quantity);
    }
  }
  return takes;
}

/** Whether children take exactly what a plan that was there before took. */
function takesTheSame(children: readonly Allocated[], before: readonly Allocated[]): boolean {
  const [one, other] = [takesOf(children), takesOf(before)];
  return one.size === other.size && [...one].every(([key, units]) => other.get(key) === units);
}

/** Lays the plan of a wave beside the wave. */
export function readWave(wave: WaveSnapshot, plan: SubmittedWave): WaveReading {
  const ground = groundOf(wave);
  const standings = new Map(wave.shipments.map((standing) => [standing.shipment.shipmentNumber, standing]));
  const decisions: DecisionReading[] = [];
  const taken = new Map<Source, number>();
  for (const [at, decision] of plan.decisions.entries()) {
    const standing = standings.get(decision.shipmentNumber);
    if (standing === undefined) continue;
    standings.delete(decision.shipmentNumber);
    const reading = readPlan(snapshotOf(wave, standing), decision, ground);
    for (const [source, units] of reading.taken) addTo(taken, source, units);
    const before = standing.pinned ?? standing.promised;
    const isKept = before !== null && takesTheSame(decision.children, before.children);
    decisions.push({ at, standing, reading, isKept });
  }
  return { wave, plan, ground, decisions, taken };
}

import type { WaveAnswer, WaveDecision } from '../../domain/wave/answer.ts';
import { componentsOf } from '../components.ts';
import type { WaveContext } from '../context.ts';
import type { Decided } from '../course.ts';
import { DecisionMaker } from './decisions.ts';
import { HoldExplainer } from './holds.ts';
import { type ChoiceBounds, differenceOf, gapOf, objectiveOfWave } from './objective.ts';

/** The other ways to decide the same wave; null where there was no time for one. */
export interface Baselines {
  readonly oneByOne: Decided | null;
  readonly firstCome: Decided | null;
  readonly smallestFirst: Decided | null;
}

/** What is said of a wave beside its decisions. */
export interface Told {
  readonly baselines: Baselines;
  /** What is proven of who was chosen; null where the policy is an order. */
  readonly bounds: ChoiceBounds | null;
  /** How it was decided, as a sentence. */
  readonly reason: string;
  readonly solveMs: number;
}

function keptAs(context: WaveContext, { course }: Decided, shipment: number): WaveDecision['kept'] {
  if (course.isKept[shipment] === 0) return null;
  return context.wave.shipments[shipment]!.pinned === null ? 'promised' : 'pinned';
}

/** The decisions of a wave, in the order of the queue; those that are held say why, where that was asked. */
async function decisionsOf(context: WaveContext, decided: Decided): Promise<WaveDecision[]> {
  const { course, least, isOpen } = decided;
  const maker = new DecisionMaker(context, course, least, isOpen);
  const explainer = context.wave.explain === 'none' ? null : new HoldExplainer(context, course);
  const decisions: WaveDecision[] = [];
  for (let shipment = 0; shipment < context.wants.length; shipment++) {
    const decision = maker.of(shipment);
    const held = decision.decision === 'held' && explainer !== null ? await explainer.of(shipment) : null;
    decisions.push({
      ...decision,
      hold: held?.hold ?? null,
      position: shipment + 1,
      kept: keptAs(context, decided, shipment),
      outrankedBy: [...(held?.outrankedBy ?? [])],
      youngerFirst: held?.youngerFirst ?? 0,
    });
  }
  return decisions;
}

/** A decided wave as it is answered. */
export async function answerOf(context: WaveContext, decided: Decided, told: Told): Promise<WaveAnswer> {
  const { worth, course } = decided;
  const { policy } = context.wave;
  const decisions = await decisionsOf(context, decided);
  const objective = objectiveOfWave(context, decided, told.bounds);
  const isOrder = policy === 'one-by-one';
  const claimed = isOrder ? objective.map((tier) => ({ ...tier, bound: null })) : objective;
  const gap = gapOf(claimed);
  const isProven = gap === 0 && !course.isOpen.includes(1);
  const { baselines } = told;
  const versus = (other: Decided | null) => (other === null ? null : differenceOf(worth, other.worth));
  return {
    policy,
    released: worth.released,
    partiallyReleased: worth.partiallyReleased,
    held: worth.held,
    units: worth.units,
    objective: claimed,
    proof: {
      status: isProven ? 'optimal' : 'feasible',
      gap,
      reason: told.reason,
      solveMs: Math.round(told.solveMs * 1000) / 1000,
    },
    components: componentsOf(context.wants),
    versus: {
      oneByOne: versus(baselines.oneByOne),
      firstCome: versus(baselines.firstCome),
      smallestFirst: versus(baselines.smallestFirst),
    },
    decisions,
  };
}

import type { WaveContext } from '../context.ts';
import type { Commitment, Guarantee, Pick, WavePlan } from '../plan.ts';
import type { DayGate } from './days.ts';
import type { Kept } from './kept.ts';

/** Days of a class up to the last day of a promise, and now. */
export function upToPromise({ stock, wants }: WaveContext, shipment: number, { lastDay }: Kept): DayGate {
  return (want, at) => {
    const { day } = stock.days[wants[shipment]!.wants[want]!.class.ranks[at]!]!;
    return day === null || (lastDay !== null && day <= lastDay);
  };
}

/**
 * What a promise makes sure of: each of its units from any source that the line may use, of its day or an earlier one. So
 * whoever stands before it may take the very units that it holds, where others serve it as soon.
 */
export function guaranteesOf(
  context: WaveContext,
  plan: WavePlan,
  shipment: number,
  kept: Kept,
): Guarantee[] {
  const { stock, wants } = context;
  const units = new Map<string, { want: number; rank: number; units: number }>();
  for (const pick of kept.picks) {
    const rank = stock.sourceRank[pick.source]!;
    const key = `${pick.want} ${rank}`;
    const known = units.get(key);
    if (known === undefined) units.set(key, { want: pick.want, rank, units: pick.units });
    else known.units += pick.units;
  }
  return [...units.values()].map(({ want, rank, units: amount }) => {
    const { product, sources } = wants[shipment]!.wants[want]!.class;
    const last = stock.days[rank]!.day;
    const soonEnough = sources.filter((source) => {
      const { day } = stock.days[stock.sourceRank[source]!]!;
      return day === null || (last !== null && day <= last);
    });
    return { product, set: plan.setOf(product, soonEnough), units: amount };
  });
}

/** Future units and unit-days, as tiers compare them. */
type Waiting = readonly [secondChoice: number, unitDays: number];

const isSecondChoice = ({ wave, stock }: WaveContext, rank: number): boolean =>
  (stock.days[rank]!.day !== null) !== wave.settings.useFutureBeforeCurrent;

function waitingOf(context: WaveContext, takes: Iterable<{ rank: number; units: number }>): Waiting {
  let second = 0;
  let unitDays = 0;
  for (const { rank, units } of takes) {
    if (isSecondChoice(context, rank)) second += units;
    unitDays += units * context.stock.days[rank]!.waitDays;
  }
  return [second, unitDays];
}

/** How long a plan of sources waits. */
export const waitingOfPicks = (context: WaveContext, picks: readonly Pick[]): Waiting =>
  waitingOf(
    context,
    picks.map(({ source, units }) => ({ rank: context.stock.sourceRank[source]!, units })),
  );

/** Whether one plan is better than another in the tiers of future units and waiting. */
export const waitsLess = (one: Waiting, other: Waiting): boolean =>
  one[0] !== other[0] ? one[0] < other[0] : one[1] < other[1];

/** Units by rank of their day. */
function unitsByRank(
  { stock }: WaveContext,
  takes: readonly { rank: number; units: number }[],
): Float64Array {
  const units = new Float64Array(stock.days.length);
  for (const { rank, units: amount } of takes) units[rank]! += amount;
  return units;
}

/** Whether by each day at least as many units come of one plan as of another. */
function isNeverLater(
  context: WaveContext,
  one: readonly { rank: number; units: number }[],
  other: readonly { rank: number; units: number }[],
): boolean {
  const { stock } = context;
  const [now, before] = [unitsByRank(context, one), unitsByRank(context, other)];
  const isNow = (rank: number) => stock.days[rank]!.day === null;
  // Ranks stand in the order of days, but for current stock, which may come last.
  const ranks = [...stock.days.keys()].sort((a, b) => Number(isNow(b)) - Number(isNow(a)) || a - b);
  let ahead = 0;
  return ranks.every((rank) => {
    ahead += now[rank]! - before[rank]!;
    return ahead >= 0;
  });
}

/** Whether a plan of sources improves a promise: less waiting in all, and no unit later. */
export function improvesByPicks(
  context: WaveContext,
  picks: readonly Pick[],
  promised: readonly Pick[],
): boolean {
  const takes = (all: readonly Pick[]) =>
    all.map(({ source, units }) => ({ rank: context.stock.sourceRank[source]!, units }));
  return improves(context, takes(picks), takes(promised));
}

/** Whether units of days improve a promise: less waiting in all, and no unit later. */
export function improvesByDays(
  context: WaveContext,
  shipment: number,
  commitments: readonly Commitment[],
  promised: readonly Pick[],
): boolean {
  const { wants } = context.wants[shipment]!;
  return improves(
    context,
    commitments.map(({ want, at, units }) => ({ rank: wants[want]!.class.ranks[at]!, units })),
    promised.map(({ source, units }) => ({ rank: context.stock.sourceRank[source]!, units })),
  );
}

function improves(
  context: WaveContext,
  one: readonly { rank: number; units: number }[],
  other: readonly { rank: number; units: number }[],
): boolean {
  const isBetter = waitsLess(waitingOf(context, one), waitingOf(context, other));
  return isBetter && isNeverLater(context, one, other);
}

import { type Candidate, type Covering, layOutCovering, type TrueFill } from '../covering.ts';
import { Fixing } from '../fixing.ts';
import type { Prices } from './multipliers.ts';

/** A restricted problem: what fixings leave of a covering, and how to lead its covers back to the first covering. */
export interface RestrictedCovering {
  readonly covering: Covering;
  /** Σ fixedCost of the candidates that the fixings open. `covering` does not count them any more. */
  readonly base: number;
  /** The candidate of the first covering that each candidate of this one stands for. */
  readonly origin: Int32Array;
  /** How many candidates the first covering has, and its true fill. */
  readonly size: number;
  readonly trueFill: TrueFill | null;
  /** Candidates of the first covering that are open and not in this one any more. */
  readonly opened: readonly number[];
  /** Prices from which a dual ascent may start. */
  readonly prices: Prices | undefined;
}

/** A covering with nothing fixed. */
export const unrestricted = (covering: Covering): RestrictedCovering => ({
  covering,
  base: 0,
  origin: Int32Array.from(covering.fixedCost.keys()),
  size: covering.fixedCost.length,
  trueFill: covering.trueFill,
  opened: [],
  prices: undefined,
});

/**
 * Makes the restricted problem of a node. It opens the candidates without which some demand cannot be covered, takes
 * what open candidates give off the demands, and caps amounts by what is left.
 *
 * Every cover that keeps the fixings stays, at its value less `base`. Where units cost something, open candidates stay
 * in the problem as fixed open, because they compete for the units. There an entry is dropped once fixed-open
 * candidates cover its demand with units that are no dearer: some cheapest fill does without it. With a true fill all
 * entries stay, because units that the demands can do without may be needed in truth.
 *
 * @param fixing a {@link Fixing} for each candidate; what follows is added to it
 * @returns null where no cover keeps the fixings
 */
export function restrict(
  from: RestrictedCovering,
  fixing: Uint8Array,
  prices: Prices | undefined,
): RestrictedCovering | null {
  const { covering } = from;
  const { demand, amount, demandOf, starts, fixedCost, unitCost } = covering;
  const keepsOpen = unitCost !== null;
  const left = Float64Array.from(demand);
  for (const k of covering.fixedOpen) fixing[k] = Fixing.open;
  if (!forceOpen(covering, fixing)) return null;
  if (fixing.reduce((open, fixed) => open + (fixed === Fixing.open ? 1 : 0), 0) > covering.cardinalityLimit) {
    return null;
  }
  let base = from.base;
  let { cardinalityLimit } = covering;
  const opened = [...from.opened];
  fixing.forEach((fixed, k) => {
    if (fixed !== Fixing.open) return;
    base += fixedCost[k]!;
    if (keepsOpen) return;
    cardinalityLimit -= 1;
    opened.push(from.origin[k]!);
    for (let e = starts[k]!; e < starts[k + 1]!; e++) left[demandOf[e]!]! -= amount[e]!;
  });
  const position = new Int32Array(left.length).fill(-1);
  const kept = [...left.keys()].filter((p) => left[p]! > 0);
  kept.forEach((p, at) => {
    position[p] = at;
  });
  const dearest = keepsOpen && from.trueFill === null ? dearestUseful(covering, fixing) : null;
  const candidates: Candidate[] = [];
  const origin: number[] = [];
  const fixedOpen: number[] = [];
  fixing.forEach((fixed, k) => {
    const isOpen = fixed === Fixing.open;
    if (fixed === Fixing.closed || (isOpen && !keepsOpen)) return;
    const entries: Candidate['entries'][number][] = [];
    for (let e = starts[k]!; e < starts[k + 1]!; e++) {
      const p = demandOf[e]!;
      const isRedundant = dearest !== null && !isOpen && unitCost![e]! >= dearest[p]!;
      if (position[p]! < 0 || isRedundant) continue;
      entries.push({
        demand: position[p]!,
        amount: Math.min(amount[e]!, left[p]!),
        unitCost: unitCost?.[e] ?? 0,
      });
    }
    if (entries.length === 0 && !isOpen) return;
    if (isOpen) fixedOpen.push(candidates.length);
    origin.push(from.origin[k]!);
    candidates.push({ fixedCost: isOpen ? 0 : fixedCost[k]!, entries });
  });
  if (fixedOpen.length > cardinalityLimit) return null;
  const laidOut = layOutCovering(
    Float64Array.from(kept, (p) => left[p]!),
    candidates,
    { integral: covering.integral, fixedOpen, trueFill: fillOf(from, origin) },
  );
  return {
    covering: { ...laidOut, cardinalityLimit },
    base,
    size: from.size,
    trueFill: from.trueFill,
    origin: Int32Array.from(origin),
    opened,
    prices: prices && {
      price: Float64Array.from(kept, (p) => (prices.price[p]! * left[p]!) / demand[p]!),
      cardinalityPrice: Number.isFinite(cardinalityLimit)
        ? (prices.cardinalityPrice * cardinalityLimit) / Math.max(1, covering.cardinalityLimit)
        : 0,
    },
  };
}

/** The true fill of a restricted problem. All candidates of the first covering that are open are still in it. */
function fillOf({ trueFill, size }: RestrictedCovering, origin: readonly number[]): TrueFill | null {
  if (trueFill === null) return null;
  return (isOpen) => {
    const isOpenAtFirst = new Uint8Array(size);
    for (const [at, k] of origin.entries()) if (isOpen[at] === 1) isOpenAtFirst[k] = 1;
    return trueFill(isOpenAtFirst);
  };
}

/** Opens every undecided candidate without which some demand cannot be covered; false where one cannot be at all. */
function forceOpen({ demand, amount, demandOf, starts, fixedCost }: Covering, fixing: Uint8Array): boolean {
  const slack = demand.map((units) => -units);
  for (let k = 0; k < fixedCost.length; k++) {
    if (fixing[k] === Fixing.closed) continue;
    for (let e = starts[k]!; e < starts[k + 1]!; e++) slack[demandOf[e]!]! += amount[e]!;
  }
  if (slack.some((units) => units < 0)) return false;
  for (let k = 0; k < fixedCost.length; k++) {
    if (fixing[k] !== Fixing.undecided) continue;
    for (let e = starts[k]!; e < starts[k + 1]!; e++) {
      if (amount[e]! > slack[demandOf[e]!]!) fixing[k] = Fixing.open;
    }
  }
  return true;
}

/** For each demand, the unit cost at which open candidates alone cover it: a dearer unit is never needed. */
function dearestUseful(
  { demand, amount, demandOf, starts, fixedCost, unitCost }: Covering,
  fixing: Uint8Array,
): Float64Array {
  const offers: { cost: number; units: number }[][] = Array.from(demand, () => []);
  for (let k = 0; k < fixedCost.length; k++) {
    if (fixing[k] !== Fixing.open) continue;
    for (let e = starts[k]!; e < starts[k + 1]!; e++) {
      offers[demandOf[e]!]!.push({ cost: unitCost![e]!, units: amount[e]! });
    }
  }
  return demand.map((units, p) => {
    let missing = units;
    for (const offer of offers[p]!.sort((a, b) => a.cost - b.cost)) {
      missing -= offer.units;
      if (missing <= 0) return offer.cost;
    }
    return Number.POSITIVE_INFINITY;
  });
}

import { type Candidate, type Covering, layOutCovering } from '../covering.ts';
import type { Prices } from './multipliers.ts';

/** What a caller fixes of a candidate. */
export const Fixing = { undecided: 0, open: 1, closed: 2 } as const;

/** A covering below fixings, and the way back to the one that it came from. */
export interface RestrictedCovering {
  readonly covering: Covering;
  /** Σ fixedCost of what is open and no longer in `covering`, or fixedOpen in it. */
  readonly base: number;
  /** Candidates of the first covering, by position in this one. */
  readonly origin: Int32Array;
  /** Candidates of the first covering that are open and no longer in this one. */
  readonly opened: readonly number[];
  /** Where an ascent of the prices may start. */
  readonly prices: Prices | undefined;
}

/** A covering as it stands, nothing fixed. */
export const unrestricted = (covering: Covering): RestrictedCovering => ({
  covering,
  base: 0,
  origin: Int32Array.from(covering.fixedCost.keys()),
  opened: [],
  prices: undefined,
});

/**
 * Applies fixings and what follows from them: demands lose what open candidates give, amounts are capped by what
 * is left, candidates without which some demand cannot be covered are opened, and so on until nothing follows.
 *
 * Where units cost, open candidates stay, fixedOpen, for they compete for the units; an entry goes once fixedOpen candidates
 * cover its demand with units that are no dearer, for then no cheapest fill needs it.
 *
 * @param fixing a {@link Fixing} for each candidate; changed in place
 * @returns null where nothing covers
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
  if (cardinalityLimit < 0) return null;
  const place = new Int32Array(left.length).fill(-1);
  const kept = [...left.keys()].filter((p) => left[p]! > 0);
  kept.forEach((p, at) => {
    place[p] = at;
  });
  const dearest = keepsOpen ? dearestUseful(covering, fixing) : null;
  const candidates: Candidate[] = [];
  const origin: number[] = [];
  const fixedOpen: number[] = [];
  fixing.forEach((fixed, k) => {
    const isOpen = fixed === Fixing.open;
    if (fixed === Fixing.closed || (isOpen && !keepsOpen)) return;
    const entries: Candidate['entries'][number][] = [];
    for (let e = starts[k]!; e < starts[k + 1]!; e++) {
      const p = demandOf[e]!;
      const isNeedless = dearest !== null && !isOpen && unitCost![e]! >= dearest[p]!;
      if (place[p]! < 0 || isNeedless) continue;
      entries.push({
        demand: place[p]!,
        amount: Math.min(amount[e]!, left[p]!),
        unitCost: unitCost?.[e] ?? 0,
      });
    }
    if (entries.length === 0 && !isOpen) return;
    if (isOpen) fixedOpen.push(candidates.length);
    origin.push(from.origin[k]!);
    candidates.push({ fixedCost: isOpen ? 0 : fixedCost[k]!, entries });
  });
  const laidOut = layOutCovering(
    Float64Array.from(kept, (p) => left[p]!),
    candidates,
    { integral: covering.integral, fixedOpen },
  );
  return {
    covering: { ...laidOut, cardinalityLimit },
    base,
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

/** Opens every undecided candidate that some demand cannot do without; false where one is out of reach. */
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

/** By demand: the unit cost from which on open candidates cover everything, so that nothing dearer is of use. */
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

import type { ObjectiveValue } from '../domain/decision.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import type { Sourcing } from '../formulation/sources.ts';
import type { TakenCell } from './children.ts';
import type { Solved } from './solved.ts';

/** Decimals that a cost is rounded to, so that sums of decimals read as the decimals they are. */
const COST_PRECISION = 12;

function tidy(cost: number): number {
  if (Number.isInteger(cost) && Math.abs(cost) < 10 ** COST_PRECISION) return cost;
  return Number(cost.toPrecision(COST_PRECISION));
}

/** The five tiers' values of a plan, recomputed from what it takes, in tier order. */
function tierValues({ settings }: Snapshot, sourcing: Sourcing, taken: readonly TakenCell[]): number[] {
  const wanted = sourcing.lines.reduce((sum, line) => sum + line.quantity, 0);
  let filled = 0;
  let future = 0;
  let unitDays = 0;
  let unitCosts = 0;
  for (const { source, units } of taken) {
    filled += units;
    if ((source.package.day !== null) !== settings.useFutureBeforeCurrent) future += units;
    unitDays += source.package.waitDays * units;
    unitCosts += source.unitCost * units;
  }
  const opened = new Set(taken.map((cell) => cell.source.package));
  const openingCosts = [...opened].reduce((sum, item) => sum + item.location.cost, 0);
  return [wanted - filled, future, unitDays, opened.size, tidy(openingCosts + unitCosts)];
}

/**
 * Each tier's value in the plan and its proven bound, in the tier's own unit. In weighted mode the one value
 * that is minimised stands first with the bound, and the tiers follow without.
 */
export function objectiveOf(
  snapshot: Snapshot,
  sourcing: Sourcing,
  solved: Solved,
  taken: readonly TakenCell[],
): ObjectiveValue[] {
  const { settings } = snapshot;
  const names = [
    'unfilledUnits',
    settings.useFutureBeforeCurrent ? 'currentUnits' : 'futureUnits',
    'waitUnitDays',
    'childShipments',
    'locationCost',
  ] as const;
  const values = tierValues(snapshot, sourcing, taken);
  const boundOf = (tier: number, value: number) => {
    if (solved.termination === 'optimal') return value;
    // No tier can be negative, so 0 is always a bound; rounding must not lift a bound above the value.
    return Math.min(value, Math.max(0, tidy(solved.bounds[tier]!)));
  };
  if (settings.objective.mode === 'lexicographic') {
    return names.map((tier, index) => ({
      tier,
      value: values[index]!,
      bound: boundOf(index, values[index]!),
    }));
  }
  const { weights } = settings.objective;
  const inOrder = [
    weights.unfilledUnit,
    weights.futureUnit,
    weights.unitDay,
    weights.childShipment,
    weights.locationCost,
  ];
  const total = tidy(values.reduce((sum, value, index) => sum + inOrder[index]! * value, 0));
  return [
    { tier: 'weighted', value: total, bound: boundOf(0, total) },
    ...names.map((tier, index) => ({
      tier,
      value: values[index]!,
      bound: null,
    })),
  ];
}

/**
 * How far the first unproven tier may be from its optimum, as a part of its value; null when nothing bounds it.
 */
export function relativeGap(objective: readonly ObjectiveValue[]): number | null {
  for (const { value, bound } of objective) {
    if (bound === null) return null;
    if (bound < value) return (value - bound) / Math.max(1, Math.abs(value));
  }
  return 0;
}

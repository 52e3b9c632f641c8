import type { Snapshot } from '../domain/snapshot.ts';
import type { ObjectiveLevel, Program } from '../program/program.ts';
import { ProgramBuilder } from '../program/program-builder.ts';
import { type ColumnMap, layOutColumns } from './column-map.ts';
import { addChildShipments } from './constraints/child-shipments.ts';
import { addDemand } from './constraints/demand.ts';
import { addDemandByLine } from './constraints/demand-by-line.ts';
import { addDemandByQuantity } from './constraints/demand-by-quantity.ts';
import { addFulfillingLocations } from './constraints/fulfilling-locations.ts';
import { addKeptTogether } from './constraints/kept-together.ts';
import { addOpening } from './constraints/opening.ts';
import { addShippedTogether } from './constraints/shipped-together.ts';
import { addSplitOfALine } from './constraints/split-of-a-line.ts';
import { addSupply } from './constraints/supply.ts';
import { findSourcing, type Sourcing } from './sources.ts';
import { childShipments } from './tiers/child-shipments.ts';
import { futureUnits } from './tiers/future-units.ts';
import { layOutTier } from './tiers/lay-out-tier.ts';
import { locationCost } from './tiers/location-cost.ts';
import { tieBreakOrder } from './tiers/tie-break.ts';
import { unfilledUnits } from './tiers/unfilled-units.ts';
import { waitUnitDays } from './tiers/wait-unit-days.ts';
import { weightedTier } from './tiers/weighted.ts';

/** An attempt as an integer program, and how to read its columns back. */
export interface Formulation {
  readonly program: Program;
  readonly columns: ColumnMap;
  /** What to add to the value of each level of the program, in the caller's unit, to get that of the objective's tier. */
  readonly levelOffsets: readonly number[];
  /** The rules in the order of their rows. */
  readonly rules: readonly RuleRows[];
}

/** The rows that one rule has added, for whoever prints the program. */
interface RuleRows {
  /** Its name in this folder's README. */
  readonly rule: string;
  readonly formula: string;
  /** The position of its first row, and that after its last. */
  readonly from: number;
  readonly to: number;
}

/**
 * The integer program of one attempt, exactly as this folder's README states it.
 *
 * @param sourcing the attempt's, where the caller has it already
 */
export function formulate(snapshot: Snapshot, sourcing: Sourcing = findSourcing(snapshot)): Formulation {
  const { settings } = snapshot;
  const builder = new ProgramBuilder();
  const columns = layOutColumns(builder, sourcing, snapshot);

  const { partialRelease, maxFulfillingLocations, maxSplitItemLocations, maxChildShipments } = settings;
  const rules: RuleRows[] = [];
  const add = (rule: string, formula: string, addRows: () => void) => {
    const from = builder.rowCount;
    addRows();
    rules.push({ rule, formula, from, to: builder.rowCount });
  };

  if (partialRelease === 'none') add('demand', 'Σ_k x_ik = q_i', () => addDemand(builder, columns));
  if (partialRelease === 'line') {
    add('demand by line', 'Σ_k x_ik = q_i · z_i', () => addDemandByLine(builder, columns));
  }
  if (partialRelease === 'quantity') {
    add('demand by quantity', 'Σ_k x_ik + u_i = q_i', () => addDemandByQuantity(builder, columns));
  }
  add('supply', 'Σ_i x_ik ≤ a_pk', () => addSupply(builder, columns));
  add('opening', 'x_ik ≤ min(q_i, a_pk) · y_k', () => addOpening(builder, columns));
  if (maxFulfillingLocations !== null) {
    add('fulfilling locations', 'Σ_l o_l ≤ maxFulfillingLocations, y_k ≤ o_l(k)', () =>
      addFulfillingLocations(builder, columns, maxFulfillingLocations),
    );
  }
  if (maxSplitItemLocations !== null) {
    add('split of a line', 'Σ_l v_il ≤ maxSplitItemLocations, x_ik ≤ min(q_i, a_pk) · v_il(k)', () =>
      addSplitOfALine(builder, columns, maxSplitItemLocations),
    );
  }
  if (maxChildShipments !== null) {
    add('child shipments', 'Σ_k y_k ≤ maxChildShipments', () =>
      addChildShipments(builder, columns, maxChildShipments),
    );
  }
  add('kept together', 'z_i = z_j, or u_i + (q_i / N_g) · n_g = q_i', () =>
    addKeptTogether(builder, columns),
  );
  add('shipped together', 'x_ik = (q_i / N_g) · n_gk', () => addShippedTogether(builder, columns));

  const { tiers, levelOffsets } = layOutObjective(columns, snapshot, builder);
  return {
    program: builder.build(tiers, tieBreakOrder(columns, tiers)),
    columns,
    levelOffsets,
    rules,
  };
}

function layOutObjective(
  columns: ColumnMap,
  { settings }: Snapshot,
  { columnUpper }: ProgramBuilder,
): { tiers: ObjectiveLevel[]; levelOffsets: number[] } {
  const terms = [
    unfilledUnits(columns),
    futureUnits(columns, settings),
    waitUnitDays(columns),
    childShipments(columns),
    locationCost(columns),
  ];
  if (settings.objective.mode === 'weighted') {
    const { tier, offset } = weightedTier(terms, settings.objective.weights, columnUpper);
    return { tiers: [tier], levelOffsets: [offset] };
  }
  return {
    tiers: terms.map((tier) => layOutTier(tier, columnUpper)),
    levelOffsets: terms.map((tier) => tier.offset),
  };
}

import type { Snapshot } from '../domain/snapshot.ts';
import type { ObjectiveLevel, Program } from '../program/program.ts';
import { ProgramBuilder } from '../program/program-builder.ts';
import { type ColumnMap, layOutColumns } from './column-map.ts';
import { addDemand } from './constraints/demand.ts';
import { addDemandByLine } from './constraints/demand-by-line.ts';
import { addDemandByQuantity } from './constraints/demand-by-quantity.ts';
import { addFulfillingLocations } from './constraints/fulfilling-locations.ts';
import { addKeptTogether } from './constraints/kept-together.ts';
import { addOpening } from './constraints/opening.ts';
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
  /** What to add to each program tier's value, in the tier's own unit, to get the objective's. */
  readonly levelOffsets: readonly number[];
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

  if (settings.partialRelease === 'none') addDemand(builder, columns);
  if (settings.partialRelease === 'line') addDemandByLine(builder, columns);
  if (settings.partialRelease === 'quantity') addDemandByQuantity(builder, columns);
  addSupply(builder, columns);
  addOpening(builder, columns);
  if (settings.maxFulfillingLocations !== null) {
    addFulfillingLocations(builder, columns, settings.maxFulfillingLocations);
  }
  if (settings.maxSplitItemLocations !== null) {
    addSplitOfALine(builder, columns, settings.maxSplitItemLocations);
  }
  addKeptTogether(builder, columns);

  const { tiers, levelOffsets } = layOutObjective(columns, snapshot, builder);
  return {
    program: builder.build(tiers, tieBreakOrder(columns)),
    columns,
    levelOffsets,
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

import { type HeldLine, REASON_CODES, type ReasonCode } from '../../domain/decision.ts';
import type { LineId } from '../../domain/ids.ts';
import type { Line } from '../../domain/shipment.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { unitsToPromise } from '../../formulation/eligibility/available.ts';
import { isEligibleLocation } from '../../formulation/eligibility/eligible-location.ts';
import {
  futureEnabledForProduct,
  futureEnabledForSite,
  isBeyondFutureDateLimit,
  isExcludedForFuture,
  isOverdue,
} from '../../formulation/eligibility/future-inventory.ts';
import { findSourcing, type Sourcing } from '../../formulation/sources.ts';
import { coverLines, type UnitsByLine } from './coverage.ts';
import { asFullestRelease, withEveryDate, withEveryLocation, withSettings } from './relax.ts';
import type { WhatIf } from './what-if.ts';

/** What the reasons of one shipment are judged by: units that each line gets under each opened gate. */
interface Coverage {
  readonly now: UnitsByLine;
  readonly everyLocation: UnitsByLine;
  readonly everyDate: UnitsByLine;
  /** Units short because of the limits on locations, and the limit that makes them so. */
  readonly byLimit: ReadonlyMap<LineId, { readonly short: number; readonly reason: ReasonCode }>;
}

/** A line that stock cannot cover: the first gate that is closed, from the outermost inwards. */
function stockReason(line: Line, snapshot: Snapshot, coverage: Coverage): ReasonCode {
  const { locations, shipment } = snapshot;
  const isCovered = (units: UnitsByLine) => units.get(line.lineId) === line.quantity;
  const noneEligible = !locations.some((location) => isEligibleLocation(location, line, shipment));
  if (locations.length > 0 && noneEligible) return 'NO_ELIGIBLE_LOCATION';
  if (shipment.shipmentType === 'BOPIS' && isCovered(coverage.everyLocation)) return 'PICKUP_LOCATION_SHORT';
  if (!isCovered(coverage.everyDate)) return 'NO_EXPECTED_DATE';
  if (!futureEnabledForSite(snapshot)) return 'FUTURE_DISABLED_FOR_SITE';
  if (!futureEnabledForProduct(line)) return 'FUTURE_DISABLED_FOR_PRODUCT';
  return 'BEYOND_FUTURE_DATE_LIMIT';
}

/** Units of dated stock after the limit that only the limit, or a switch, keeps from the line. */
function unitsBeyondLimit(line: Line, snapshot: Snapshot): number {
  const eligible = new Set(
    snapshot.locations
      .filter((location) => isEligibleLocation(location, line, snapshot.shipment))
      .map((location) => location.locationCode),
  );
  return snapshot.futureLots
    .filter((lot) => lot.productCode === line.productCode && eligible.has(lot.locationCode))
    .filter((lot) => !isExcludedForFuture(lot, line) && !isOverdue(lot, snapshot))
    .filter((lot) => isBeyondFutureDateLimit(lot, snapshot))
    .reduce((sum, lot) => sum + unitsToPromise(lot.available), 0);
}

function eligibleUnits(line: Line, { cells }: Sourcing, isFuture: boolean): number {
  return cells
    .filter((cell) => cell.line === line && (cell.source.package.day !== null) === isFuture)
    .reduce((sum, cell) => sum + cell.source.available, 0);
}

/** Lines that stock covers and a limit on locations does not: those that the fullest release leaves short. */
async function limitShortages(
  snapshot: Snapshot,
  now: UnitsByLine,
  whatIf: WhatIf,
): Promise<Coverage['byLimit']> {
  const { maxFulfillingLocations, maxSplitItemLocations } = snapshot.settings;
  const shortages = new Map<LineId, { short: number; reason: ReasonCode }>();
  if (maxFulfillingLocations === null && maxSplitItemLocations === null) return shortages;
  const fullest = asFullestRelease(snapshot);
  const limited = await whatIf(fullest);
  if (limited === null) return shortages;
  const anyLocations = await whatIf(withSettings(fullest, { maxFulfillingLocations: null }));
  const anySplit = await whatIf(withSettings(fullest, { maxSplitItemLocations: null }));
  for (const [lineId, units] of limited.unfilled) {
    const line = snapshot.shipment.items.find((item) => item.lineId === lineId)!;
    if (units === 0 || now.get(lineId) !== line.quantity) continue;
    const splitAlone = anyLocations?.unfilled.get(lineId) !== 0 && anySplit?.unfilled.get(lineId) === 0;
    const onlySplit = maxFulfillingLocations === null;
    shortages.set(lineId, {
      short: units,
      reason: onlySplit || splitAlone ? 'SPLIT_LIMIT' : 'LOCATION_LIMIT',
    });
  }
  return shortages;
}

function heldLine(line: Line, snapshot: Snapshot, sourcing: Sourcing, coverage: Coverage): HeldLine {
  const { lineId, productCode, quantity } = line;
  const managed = sourcing.lines.includes(line);
  const stockShort = managed ? quantity - coverage.now.get(lineId)! : 0;
  const limit = coverage.byLimit.get(lineId);
  const reason =
    stockShort > 0
      ? stockReason(line, snapshot, coverage)
      : (limit?.reason ?? ('WAITING_FOR_OTHER_LINES' as const));
  return {
    lineId,
    productCode,
    reason,
    quantity,
    currentAvailable: eligibleUnits(line, sourcing, false),
    futureEligible: eligibleUnits(line, sourcing, true),
    futureBeyondLimit: managed ? unitsBeyondLimit(line, snapshot) : 0,
    short: stockShort > 0 ? stockShort : (limit?.short ?? 0),
  };
}

/**
 * Each line of a held shipment with the one reason that comes first in {@link REASON_CODES}, and the units that
 * made it so; by line id.
 */
export async function explainLines(snapshot: Snapshot, whatIf: WhatIf): Promise<HeldLine[]> {
  const sourcing = findSourcing(snapshot);
  const now = coverLines(sourcing);
  const coverage: Coverage = {
    now,
    everyLocation: coverLines(findSourcing(withEveryLocation(snapshot))),
    everyDate: coverLines(findSourcing(withEveryDate(snapshot))),
    byLimit: await limitShortages(snapshot, now, whatIf),
  };
  return snapshot.shipment.items.map((line) => heldLine(line, snapshot, sourcing, coverage));
}

/** The shipment's reason: the first, in the order of precedence, that one of its lines has. */
export function shipmentReason(lines: readonly HeldLine[]): ReasonCode {
  return REASON_CODES.find((code) => lines.some((line) => line.reason === code)) ?? 'WAITING_FOR_OTHER_LINES';
}

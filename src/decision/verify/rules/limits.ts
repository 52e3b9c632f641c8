import type { LineId } from '../../../domain/ids.ts';
import type { PlanReading } from '../reading.ts';
import type { Finding, Rule } from '../rule.ts';

function* tooManyLocations({ snapshot, plan }: PlanReading): Iterable<Finding> {
  const most = snapshot.settings.maxFulfillingLocations;
  if (most === null) return;
  const used = new Set<string>();
  for (const { fulfillmentLocationCode } of plan.children) {
    if (fulfillmentLocationCode !== null) used.add(fulfillmentLocationCode);
  }
  if (used.size <= most) return;
  yield {
    path: 'children',
    message: `the release uses ${used.size} locations (${[...used].join(', ')}), maxFulfillingLocations is ${most}`,
    expected: most,
    actual: used.size,
  };
}

function* lineSplitTooFar({ snapshot, takes }: PlanReading): Iterable<Finding> {
  const most = snapshot.settings.maxSplitItemLocations;
  if (most === null) return;
  const used = new Map<LineId, Set<string>>();
  for (const { child, allocation } of takes) {
    if (child.fulfillmentLocationCode === null) continue;
    const codes = used.get(allocation.lineId);
    if (codes === undefined) used.set(allocation.lineId, new Set([child.fulfillmentLocationCode]));
    else codes.add(child.fulfillmentLocationCode);
  }
  for (const [lineId, codes] of used) {
    if (codes.size <= most) continue;
    yield {
      path: 'children',
      message: `line ${lineId} is split over ${codes.size} locations (${[...codes].join(', ')}), maxSplitItemLocations is ${most}`,
      expected: most,
      actual: codes.size,
    };
  }
}

function* tooManyChildren({ snapshot, plan }: PlanReading): Iterable<Finding> {
  const most = snapshot.settings.maxChildShipments;
  if (most === null) return;
  // A shipment that needs no stock has one child without a location, and no package.
  const packages = plan.children.filter((child) => child.fulfillmentLocationCode !== null);
  if (packages.length <= most) return;
  yield {
    path: 'children',
    message: `the release makes ${packages.length} child shipments, maxChildShipments is ${most}`,
    expected: most,
    actual: packages.length,
  };
}

/** No more locations and no more children than the settings allow. */
export const limitRules: readonly Rule[] = [
  { code: 'TOO_MANY_CHILDREN', check: tooManyChildren },
  { code: 'TOO_MANY_LOCATIONS', check: tooManyLocations },
  { code: 'LINE_SPLIT_TOO_FAR', check: lineSplitTooFar },
];

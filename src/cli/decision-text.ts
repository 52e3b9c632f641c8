import type { ChildShipment, Decision, Hold, ObjectiveValue, ReasonCode } from '../domain/decision.ts';
import type { Fix, NamedLot } from '../domain/fix.ts';
import type { WaveObjectiveValue } from '../domain/wave/answer.ts';
import { type Cell, table } from './table.ts';

/** What each reason says, for people. */
export const REASONS: Record<ReasonCode, string> = {
  NO_ELIGIBLE_LOCATION: 'every location is inactive, excluded or may not ship',
  PICKUP_LOCATION_SHORT: 'other locations could cover it, the pickup location cannot',
  FUTURE_DISABLED_FOR_SITE: "dated stock would cover it, but the site's future inventory is switched off",
  FUTURE_DISABLED_FOR_PRODUCT:
    "dated stock would cover it, but the product's future inventory is switched off",
  BEYOND_FUTURE_DATE_LIMIT: 'dated stock would cover it, but only after the Future Date Limit',
  OVERDUE_SUPPLY: 'lots whose day has passed without a receipt would cover it',
  NO_EXPECTED_DATE: 'nothing known covers it',
  LOCATION_LIMIT: 'stock suffices, but not at as few locations as the shipment may use',
  SPLIT_LIMIT: 'stock suffices, but not at as few locations as one line may be split over',
  CHILD_LIMIT: 'stock suffices, but not in as few child shipments as there may be',
  SHIP_TOGETHER: 'stock suffices, but not so that every child shipment holds whole kits',
  OUTRANKED: 'the stock went to other shipments',
  RELEASE_COSTS_MORE: 'it could go; at your prices that costs more than letting it wait',
  LOCATION_DAY_FULL: 'what it could go from has released as many as it may today',
  WAITING_FOR_OTHER_LINES: 'it could go; another line cannot',
};

const PARENTS: Record<Decision['shipmentStatus'], string> = {
  READY: 'the shipment itself becomes READY',
  REASSIGNED: 'the shipment becomes REASSIGNED, its children take its place',
  BACKORDER: 'the shipment stays in BACKORDER',
};

function childRows(child: ChildShipment, index: number): Cell[][] {
  const { shipmentStatus, fulfillmentLocationCode, futureDate } = child;
  const head: Cell[] = [
    String(index + 1),
    shipmentStatus,
    fulfillmentLocationCode ?? '-',
    futureDate ?? 'now',
  ];
  const rows: Cell[][] = [];
  for (const item of child.items) {
    const sources = child.allocations.filter(({ lineId }) => lineId === item.lineId);
    if (sources.length === 0) rows.push([item.lineId, item.productCode, item.quantity, 'needs no stock']);
    for (const { quantity, futureInventoryId } of sources) {
      rows.push([item.lineId, item.productCode, quantity, futureInventoryId ?? 'current stock']);
    }
  }
  return rows.map((row, at) => [...(at === 0 ? head : ['', '', '', '']), ...row]);
}

const CHILD_HEADS = ['child', 'status', 'location', 'date', 'line', 'product', 'quantity', 'from'];

function childrenText(children: readonly ChildShipment[]): string {
  return children.length === 0 ? '' : `\n${table(CHILD_HEADS, children.flatMap(childRows))}`;
}

function remainderText({ remainder }: Decision): string {
  if (remainder.length === 0) return '';
  const rows = remainder.map(({ lineId, productCode, quantity }) => [lineId, productCode, quantity]);
  return `\nLeft in backorder:\n${table(['line', 'product', 'quantity'], rows)}`;
}

/** The tiers of an objective with what is proven of each. */
export function objectiveText(objective: readonly (ObjectiveValue | WaveObjectiveValue)[]): string {
  if (objective.length === 0) return '';
  const nameOf = (row: ObjectiveValue | WaveObjectiveValue) =>
    'priority' in row && row.priority !== null ? `${row.tier} (priority ${row.priority})` : row.tier;
  const rows = objective.map((row) => [nameOf(row), row.value, row.bound ?? '-']);
  return `\n${table(['objective', 'value', 'proven bound'], rows)}`;
}

const lotsText = (lots: readonly NamedLot[]) =>
  lots
    .map(
      ({ futureInventoryId, productCode, locationCode, deliveryDay }) =>
        `${futureInventoryId} (${productCode} at ${locationCode}, due ${deliveryDay})`,
    )
    .join(' and ');

const LIMITS: Record<Extract<Fix, { kind: 'RAISE_LIMIT' }>['limit'], string> = {
  maxFulfillingLocations: 'locations of a release',
  maxSplitItemLocations: 'locations of a line',
  maxChildShipments: 'child shipments',
};

function fixText(fix: Fix): string {
  switch (fix.kind) {
    case 'EXTEND_FUTURE_DATE_LIMIT':
      return `extend the Future Date Limit by ${fix.days} days, to ${fix.lastDay}`;
    case 'ENABLE_FUTURE_FOR_SITE':
      return 'switch on future inventory for the site';
    case 'ENABLE_FUTURE_FOR_PRODUCT':
      return `switch on future inventory for ${fix.productCodes.join(', ')}`;
    case 'USE_CURRENT_INVENTORY':
      return 'let current stock count';
    case 'OPEN_LOCATION':
      return `switch on ${fix.locations.map((row) => `${row.locationCode} (${row.switches.join(', ')})`).join(' and ')}`;
    case 'ALLOW_LOCATION':
      return `allow ${fix.lines.map((row) => `line ${row.lineId} to use ${row.locationCode}`).join(' and ')}`;
    case 'RAISE_LIMIT':
      return `raise the limit on ${LIMITS[fix.limit]} to ${fix.to}`;
    case 'RAISE_DAY_LIMIT':
      return `raise maxReleasesPerDay of ${fix.locations.map((row) => `${row.locationCode} to ${row.to}`).join(' and ')}`;
    case 'MOVE_LOTS_EARLIER':
      return `have ${lotsText(fix.lots)} come by ${fix.byDay}`;
    case 'RECEIVE_OVERDUE_LOTS':
      return `book the receipt of ${lotsText(fix.lots)}`;
    case 'GIVE_UP_UNITS': {
      const units = fix.units.map(
        ({ productCode, quantity, locationCode, futureInventoryId }) =>
          `${quantity} of ${productCode} at ${locationCode} (${futureInventoryId ?? 'current stock'})`,
      );
      return `take ${units.join(' and ')} from shipment ${fix.shipmentNumber}`;
    }
    case 'COMBINED':
      return fix.all.map(fixText).join(', and ');
    case 'ADD_UNITS': {
      const units = fix.units.map(
        ({ productCode, quantity, locationCode, byDay }) =>
          `${quantity} of ${productCode} at ${locationCode ?? 'any location'} by ${byDay}`,
      );
      return `add ${units.join(' and ')}`;
    }
  }
}

const HOLD_HEADS = ['line', 'product', 'wanted', 'now', 'future', 'beyond limit', 'short', 'reason'];

function holdText({ reason, explanation, lines, earliestReleaseDate, fixes }: Hold): string {
  const rows = lines.map((line) => [
    line.lineId,
    line.productCode,
    line.quantity,
    line.currentAvailable,
    line.futureEligible,
    line.futureBeyondLimit,
    line.short,
    line.reason,
  ]);
  const earliest = earliestReleaseDate ?? 'none known';
  const ways = fixes.map((fix) => `  - ${fixText(fix)}\n`).join('');
  return (
    `\nHeld: ${reason} (${REASONS[reason]})\n` +
    (rows.length > 0 ? `\n${table(HOLD_HEADS, rows)}` : '') +
    `\nEarliest release: ${earliest}\n` +
    (ways === '' ? '' : `Any one of these would release it:\n${ways}`) +
    (explanation === 'partial' ? 'The time ran out before everything was looked for.\n' : '')
  );
}

function proofText({ proof }: Decision): string {
  const { status, gap, tieBreak, engine, reason, solveMs } = proof;
  const gapText = gap === null || gap === 0 ? '' : `, gap ${gap}`;
  const tieText = status === 'optimal' && tieBreak === 'best found' ? ', an equal plan may come first' : '';
  const why = reason === undefined ? '' : ` (${reason})`;
  return `\nProof: ${status}${gapText}${tieText}, by ${engine}${why} in ${Math.round(solveMs * 100) / 100} ms\n`;
}

/** A decision as a person reads it. */
export function decisionText(decision: Decision): string {
  return [
    `Shipment ${decision.shipmentNumber}: ${decision.decision}; ${PARENTS[decision.shipmentStatus]}\n`,
    childrenText(decision.children),
    remainderText(decision),
    decision.hold === null ? '' : holdText(decision.hold),
    objectiveText(decision.objective),
    proofText(decision),
  ].join('');
}

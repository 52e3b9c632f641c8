import type { HeldLine } from '../../../domain/decision.ts';
import type { LineId, LocationCode } from '../../../domain/ids.ts';
import type { Line } from '../../../domain/shipment.ts';
import { isEligibleLocation } from '../../../formulation/eligibility/eligible-location.ts';
import { coverLines } from '../coverage.ts';
import { EFFORT } from '../effort.ts';
import { firstIndex } from '../first-index.ts';
import { type Inquiry, isCoupled } from '../inquiry.ts';
import type { AddedStock } from '../relax.ts';
import type { Release } from '../releases.ts';
import { suppliesOf } from '../supply.ts';
import { knownCost } from './known-costs.ts';
import { neededOf } from './needed.ts';
import type { OwnFix } from './own-fix.ts';

/** Units that each line of a release is short of, by stock alone. */
function missingOf({ index, gates }: Inquiry, release: Release): Map<LineId, number> {
  const missing = new Map<LineId, number>();
  for (const product of index.products) {
    for (const [lineId, units] of coverLines(product.lines, suppliesOf(product, gates), release)) {
      const short = release.get(lineId)! - units;
      if (short > 0) missing.set(lineId, short);
    }
  }
  return missing;
}

/** The units that the release lacks that lacks the fewest; where limits keep it, up to all units of their lines. */
function mostMissing(inquiry: Inquiry, lines: readonly HeldLine[]): Map<LineId, number> {
  let fewest = new Map<LineId, number>();
  let fewestTotal = Number.POSITIVE_INFINITY;
  for (const release of inquiry.releases) {
    const missing = missingOf(inquiry, release);
    if (isCoupled(inquiry.snapshot)) {
      for (const { lineId, short } of lines) {
        if (release.has(lineId) && short > 0) missing.set(lineId, release.get(lineId)!);
      }
    }
    const total = [...missing.values()].reduce((sum, units) => sum + units, 0);
    if (total > 0 && total < fewestTotal) [fewest, fewestTotal] = [missing, total];
  }
  return fewest;
}

/** Units of one line's product at one place. */
interface Part extends AddedStock {
  readonly line: Line;
}

/** Where a line's units would count, and until when: by the limit's last day, or today. */
function partOf(inquiry: Inquiry, line: Line, units: number, locationCode: LocationCode): Part | null {
  const { lastFutureDay, today } = inquiry.snapshot;
  const { productCode } = line;
  // What comes today may as well be there.
  const days = lastFutureDay === today ? [null, lastFutureDay] : [lastFutureDay, null];
  for (const day of days) {
    if (!inquiry.mayTake(line, { locationCode, day })) continue;
    // What comes into stock makes good first what is promised beyond it.
    const owed = day === null ? inquiry.index.owedAt(productCode, locationCode) : 0;
    return {
      line,
      productCode,
      locationCode,
      day,
      units: units + owed,
      unitCost: knownCost(inquiry.snapshot, productCode, locationCode),
    };
  }
  return null;
}

/** The units at each of some places in turn: at one for all lines where that is possible, or each line at its first. */
function* placings(inquiry: Inquiry, missing: ReadonlyMap<LineId, number>): Iterable<readonly Part[]> {
  if (missing.size === 0) return;
  const { locations, shipment } = inquiry.snapshot;
  const lines = shipment.items.filter((line) => missing.has(line.lineId));
  const partAt = (line: Line, { locationCode }: (typeof locations)[number]) =>
    partOf(inquiry, line, missing.get(line.lineId)!, locationCode);
  let tried = 0;
  for (const location of locations) {
    if (!lines.every((line) => isEligibleLocation(location, line, shipment))) continue;
    const parts = lines.map((line) => partAt(line, location)).filter((part) => part !== null);
    if (parts.length < lines.length) continue;
    yield parts;
    tried += 1;
    if (tried === EFFORT.mostPlaces.value) return;
  }
  if (tried > 0) return;
  const each = lines.map((line) => {
    for (const location of locations) {
      const part = partAt(line, location);
      if (part !== null) return part;
    }
    return null;
  });
  if (!each.includes(null)) yield each.filter((part) => part !== null);
}

/** Parts of the same place, day and product are one. */
function merged(parts: readonly AddedStock[]): AddedStock[] {
  const byPlace = new Map<string, AddedStock>();
  for (const { productCode, locationCode, day, units, unitCost } of parts) {
    const key = JSON.stringify([day, locationCode, productCode]);
    const known = byPlace.get(key)?.units ?? 0;
    byPlace.set(key, { productCode, locationCode, day, units: known + units, unitCost });
  }
  return [...byPlace.values()];
}

/** Of each part as few units as are enough beside the others. */
async function fewestUnits(inquiry: Inquiry, parts: readonly AddedStock[]): Promise<AddedStock[]> {
  const some = (rows: readonly AddedStock[]) => rows.filter(({ units }) => units > 0);
  let fewest = [...parts];
  for (const [position, part] of parts.entries()) {
    const withOnly = (units: number) => fewest.with(position, { ...part, units });
    const units = await firstIndex(
      part.units,
      (less) => inquiry.isReleased({ added: some(withOnly(less)) }),
      { isMonotone: true },
    );
    if (units !== null) fewest = withOnly(units);
  }
  return some(fewest);
}

/** Units of every line of the release that limits keep, at every place and on every day on which they would count. */
function everywhere(inquiry: Inquiry, lines: readonly HeldLine[]): AddedStock[] {
  const { snapshot, index } = inquiry;
  const { locations, shipment, lastFutureDay, today, settings } = snapshot;
  // A fix says units of today once: in stock, where that counts.
  const days = lastFutureDay === today && settings.useCurrentInventory ? [null] : [lastFutureDay, null];
  const isShort = new Map(lines.map(({ lineId, short }) => [lineId, short > 0]));
  // Lines that are short first, and current stock before lots: what comes first is kept where either does.
  const wanting = shipment.items
    .filter((line) => line.manageStock)
    .sort((a, b) => Number(isShort.get(b.lineId)) - Number(isShort.get(a.lineId)));
  const parts: AddedStock[] = [];
  for (const { productCode, quantity } of wanting) {
    const sharing = wanting.filter((line) => line.productCode === productCode);
    for (const { locationCode } of locations) {
      for (const day of days) {
        if (!sharing.some((line) => inquiry.mayTake(line, { locationCode, day }))) continue;
        const owed = day === null ? index.owedAt(productCode, locationCode) : 0;
        const unitCost = knownCost(snapshot, productCode, locationCode);
        parts.push({ productCode, locationCode, day, units: quantity + owed, unitCost });
      }
    }
  }
  return merged(parts);
}

/** What limits leave of units everywhere: those parts from which none can be left out. */
async function withinLimits(inquiry: Inquiry, lines: readonly HeldLine[]): Promise<AddedStock[]> {
  if (!isCoupled(inquiry.snapshot)) return [];
  const parts = everywhere(inquiry, lines);
  if (parts.length > EFFORT.mostParts.value) return [];
  return neededOf(parts, (some) => inquiry.isReleased({ added: some }));
}

/** Parts that release the shipment: at the first place at which that is possible, or wherever limits let it. */
async function enough(inquiry: Inquiry, lines: readonly HeldLine[]): Promise<readonly AddedStock[]> {
  for (const placed of placings(inquiry, mostMissing(inquiry, lines))) {
    if (inquiry.isTimeUp()) return [];
    const parts = merged(placed);
    if (await inquiry.isReleased({ added: parts })) return parts;
  }
  return withinLimits(inquiry, lines);
}

/**
 * The fewest units of each product that release the shipment, when they come to one location; where no location may
 * serve all lines that are short, each to the first that may, and under limits to locations that these leave.
 */
export async function moreUnits(inquiry: Inquiry, lines: readonly HeldLine[]): Promise<OwnFix[]> {
  const parts = await enough(inquiry, lines);
  if (parts.length === 0) return [];
  const { today } = inquiry.snapshot;
  const units = await fewestUnits(inquiry, parts);
  return [
    {
      kind: 'ADD_UNITS',
      units: units.map(({ productCode, locationCode, day, units: quantity }) => ({
        productCode,
        quantity,
        locationCode,
        byDay: day ?? today,
      })),
    },
  ];
}

import { type HeldLine, REASON_CODES, type ReasonCode } from '../../domain/decision.ts';
import type { LineId } from '../../domain/ids.ts';
import type { Line } from '../../domain/shipment.ts';
import { isEligibleLocation } from '../../formulation/eligibility/eligible-location.ts';
import { futureEnabledForProduct } from '../../formulation/eligibility/future-inventory.ts';
import { coverLines, type UnitsByLine } from './coverage.ts';
import { END_OF_TIME, type Gates, withEveryDate } from './gates.ts';
import type { Inquiry } from './inquiry.ts';
import { limitShortages, type Shortage } from './limit-reasons.ts';
import { withEveryLocation } from './relax.ts';
import { mayWait, type ProductStock, StockIndex, suppliesOf } from './supply.ts';

/** Gates opened one after another to tell which keeps a line. */
const OPENED = {
  everyDate: withEveryDate,
  overdue: (gates: Gates) => ({ ...withEveryDate(gates), overdueReceived: true }),
  noLimit: (gates: Gates) => ({ ...gates, lastFutureDay: END_OF_TIME }),
};

/** What stock says of each line: what the gates let it have, and which gate keeps the rest from it. */
class StockReasons {
  readonly #inquiry: Inquiry;
  /** Units of each line that the stock covers that counts. */
  readonly #now = new Map<LineId, number>();
  readonly #opened: Record<keyof typeof OPENED, Map<ProductStock, UnitsByLine>> = {
    everyDate: new Map(),
    overdue: new Map(),
    noLimit: new Map(),
  };
  #everyLocation: StockIndex | null = null;

  constructor(inquiry: Inquiry) {
    this.#inquiry = inquiry;
    for (const product of inquiry.index.products) {
      for (const [lineId, units] of covered(product, inquiry.gates)) this.#now.set(lineId, units);
    }
  }

  /** Units of a line that are missing; 0 of a line that needs no stock. */
  short({ lineId, quantity }: Line): number {
    return quantity - (this.#now.get(lineId) ?? quantity);
  }

  /** The first gate that is closed, from the outermost inwards, of a line that is short. */
  reason(line: Line): ReasonCode {
    const { locations, shipment } = this.#inquiry.snapshot;
    const noneEligible = !locations.some((location) => isEligibleLocation(location, line, shipment));
    if (locations.length > 0 && noneEligible) return 'NO_ELIGIBLE_LOCATION';
    if (shipment.shipmentType === 'BOPIS' && this.#isCoveredElsewhere(line)) return 'PICKUP_LOCATION_SHORT';
    return this.#dateReason(line);
  }

  #dateReason(line: Line): ReasonCode {
    const { gates } = this.#inquiry;
    const isCovered = (name: keyof typeof OPENED) => this.#isCoveredWith(name, line);
    if (!isCovered('everyDate')) return isCovered('overdue') ? 'OVERDUE_SUPPLY' : 'NO_EXPECTED_DATE';
    if (!gates.futureInventoryEnabled) return 'FUTURE_DISABLED_FOR_SITE';
    // Lines of one product may carry different switches: another's can be the one that is missing.
    const isLimitAlone = futureEnabledForProduct(line) && isCovered('noLimit');
    return isLimitAlone ? 'BEYOND_FUTURE_DATE_LIMIT' : 'FUTURE_DISABLED_FOR_PRODUCT';
  }

  /** Whether a line is covered with some gates opened; worked out once for all lines of its product. */
  #isCoveredWith(name: keyof typeof OPENED, line: Line): boolean {
    const product = this.#inquiry.index.productOf(line)!;
    const known = this.#opened[name].get(product) ?? covered(product, OPENED[name](this.#inquiry.gates));
    this.#opened[name].set(product, known);
    return known.get(line.lineId) === line.quantity;
  }

  #isCoveredElsewhere(line: Line): boolean {
    this.#everyLocation ??= new StockIndex(withEveryLocation(this.#inquiry.snapshot));
    const product = this.#everyLocation.productOf(line)!;
    return covered(product, this.#inquiry.gates).get(line.lineId) === line.quantity;
  }
}

const covered = ({ lines, ...product }: ProductStock, gates: Gates): UnitsByLine =>
  coverLines(lines, suppliesOf({ lines, ...product }, gates));

interface UnitsOfLine {
  readonly currentAvailable: number;
  readonly futureEligible: number;
  readonly futureBeyondLimit: number;
}

const NO_UNITS: UnitsOfLine = { currentAvailable: 0, futureEligible: 0, futureBeyondLimit: 0 };

/** Units of stock that a line may take, and of lots that only the Future Date Limit, or a switch, keeps from it. */
function unitsOfLine(line: Line, { groups }: ProductStock, gates: Gates): UnitsOfLine {
  const units = { ...NO_UNITS };
  for (const group of groups.values()) {
    if (!group.takers.includes(line)) continue;
    units.currentAvailable += group.currentUnits(gates);
    if (!group.lotTakers.includes(line)) continue;
    if (mayWait(line, gates)) units.futureEligible += group.futureUnits(gates);
    units.futureBeyondLimit += group.dueThrough(END_OF_TIME) - group.dueThrough(gates.lastFutureDay);
  }
  return units;
}

/** Units of lots after the limit that lines of a product may take: they would leave the others what they share. */
function unitsBeyondOfProduct({ groups }: ProductStock, { lastFutureDay }: Gates): number {
  let units = 0;
  for (const group of groups.values()) {
    if (group.lotTakers.length === 0) continue;
    units += group.dueThrough(END_OF_TIME) - group.dueThrough(lastFutureDay);
  }
  return units;
}

function heldLine(line: Line, { reason, short }: Shortage, { index, gates }: Inquiry): HeldLine {
  const product = index.productOf(line);
  const units = product === undefined ? NO_UNITS : unitsOfLine(line, product, gates);
  const isElsewhere = reason === 'BEYOND_FUTURE_DATE_LIMIT' && units.futureBeyondLimit === 0;
  return {
    lineId: line.lineId,
    productCode: line.productCode,
    reason,
    quantity: line.quantity,
    ...units,
    ...(isElsewhere ? { futureBeyondLimit: unitsBeyondOfProduct(product!, gates) } : {}),
    short,
  };
}

/** Lines of releases that stock and limits allow: only the caller's prices keep them. */
async function pricedOut(inquiry: Inquiry): Promise<ReadonlySet<LineId>> {
  const lines = new Set<LineId>();
  if (!inquiry.isPriced) return lines;
  for (const release of inquiry.releases) {
    if ((await inquiry.isPossible(release)) !== true) continue;
    for (const lineId of release.keys()) lines.add(lineId);
  }
  return lines;
}

/**
 * Each line of a held shipment with the one reason that comes first in {@link REASON_CODES}, and the units that
 * made it so; by line id.
 */
export async function explainLines(inquiry: Inquiry): Promise<HeldLine[]> {
  const stock = new StockReasons(inquiry);
  const limited = await limitShortages(inquiry, (line) => line.manageStock && stock.short(line) === 0);
  const priced = await pricedOut(inquiry);
  return inquiry.snapshot.shipment.items.map((line) => {
    const short = stock.short(line);
    const shortage: Shortage =
      short > 0
        ? { reason: stock.reason(line), short }
        : (limited.get(line.lineId) ?? {
            reason: priced.has(line.lineId) ? 'RELEASE_COSTS_MORE' : 'WAITING_FOR_OTHER_LINES',
            short: 0,
          });
    return heldLine(line, shortage, inquiry);
  });
}

/** The shipment's reason: the first, in the order of precedence, that one of its lines has. */
export function shipmentReason(lines: readonly HeldLine[]): ReasonCode {
  return REASON_CODES.find((code) => lines.some((line) => line.reason === code)) ?? 'WAITING_FOR_OTHER_LINES';
}

import type { CalendarDate } from '../../domain/calendar.ts';
import type { LocationCode } from '../../domain/ids.ts';
import type { Settings } from '../../domain/settings.ts';
import type { Line } from '../../domain/shipment.ts';
import type { Snapshot } from '../../domain/snapshot.ts';
import { fitsWithin } from './fewest-places.ts';
import type { Gates } from './gates.ts';
import type { AddedStock } from './relax.ts';
import type { Release } from './releases.ts';
import type { SupplyGroup } from './supply/supply-group.ts';
import { mayWait, type ProductStock, StockIndex } from './supply.ts';

/** What counts as one place: a location whatever the day, or a package, which is a location and a day. */
type Place = 'location' | 'package';

/** Units at one place, and the lines that may take them. */
interface UnitsHere {
  readonly day: CalendarDate | null;
  readonly units: number;
  readonly takers: readonly Line[];
}

/** Units that count under these gates at one location, by day. */
function* unitsOf(group: SupplyGroup, gates: Gates): Iterable<UnitsHere> {
  const current = group.currentUnits(gates);
  if (current > 0) yield { day: null, units: current, takers: group.takers };
  const takers = group.lotTakers.filter((line) => mayWait(line, gates));
  if (takers.length === 0 || group.futureUnits(gates) === 0) return;
  const { arrivedThrough, lastFutureDay } = gates;
  for (const day of group.days()) {
    if (day > lastFutureDay) return;
    if (arrivedThrough !== null && day <= arrivedThrough) continue;
    yield { day, units: group.dueOn(day), takers };
  }
}

/** Units of each product, by position, at each place; where it is not exact, more than there is. */
class Counts {
  readonly #rowOf = new Map<string, number>();
  #units: number[] = [];
  /** False where lines of one product may take different units. */
  isExact = true;

  constructor(
    readonly place: Place,
    readonly products: number,
  ) {}

  /** @param lines that want the product */
  add(product: number, code: string, { day, units, takers }: UnitsHere, lines: readonly Line[]): void {
    const able = lines.filter((line) => takers.includes(line)).length;
    if (able === 0) return;
    if (able < lines.length) this.isExact = false;
    const key = this.place === 'location' || day === null ? code : `${day} ${code}`;
    let row = this.#rowOf.get(key);
    if (row === undefined) {
      row = this.#rowOf.size;
      this.#rowOf.set(key, row);
      for (let each = 0; each < this.products; each++) this.#units.push(0);
    }
    this.#units[row * this.products + product]! += units;
  }

  copy(): Counts {
    const same = new Counts(this.place, this.products);
    for (const [key, row] of this.#rowOf) same.#rowOf.set(key, row);
    same.#units = [...this.#units];
    same.isExact = this.isExact;
    return same;
  }

  /** Whether so many places suffice, each product from at most so many. */
  fits(demand: Float64Array, most: number, mostOfProduct: Float64Array): boolean | null {
    return fitsWithin({ demand, units: this.#units, mostOfProduct }, most);
  }
}

/** A question about limits: what is to go, from what. */
interface Asked {
  readonly release: Release;
  readonly gates: Gates;
  readonly added: readonly AddedStock[];
  /** The lines that may take added units. */
  readonly takersOf: (row: AddedStock) => readonly Line[];
}

/**
 * Stock by location: what can be told of limits on locations and children by counting and a short search, without an
 * engine. Built in one pass over the rows; a question costs a pass over the locations of the wanted products.
 */
export class PlaceStock {
  readonly #index: StockIndex;
  readonly #snapshot: Snapshot;
  readonly #last = new Map<Place, { readonly gates: Gates; readonly key: string; readonly counts: Counts }>();

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
    this.#index = new StockIndex(snapshot, 'by location');
  }

  /** Whether this release keeps the limits from the stock that counts; null where that has to be solved. */
  judge(asked: Asked, settings: Settings): boolean | null {
    const { maxFulfillingLocations, maxSplitItemLocations, maxChildShipments } = settings;
    const wanting = this.#index.products.map((product) => linesOf(product, asked.release));
    const demand = Float64Array.from(wanting, (lines) =>
      lines.reduce((sum, { lineId }) => sum + asked.release.get(lineId)!, 0),
    );
    const fits = (place: Place, most: number | null, split: number | null): boolean | null => {
      const counts = this.#count(place, asked, wanting);
      // How a limit on each line's locations shares a product out among several lines is not counted.
      const mostOfProduct = wanting.map(({ length }) => (length === 1 ? (split ?? NO_LIMIT) : NO_LIMIT));
      const answer = counts.fits(demand, most ?? NO_LIMIT, Float64Array.from(mostOfProduct));
      const isExact = counts.isExact && (split === null || wanting.every(({ length }) => length < 2));
      return answer === true && !isExact ? null : answer;
    };
    const answers: (boolean | null)[] = [];
    if (maxFulfillingLocations !== null || maxSplitItemLocations !== null) {
      answers.push(fits('location', maxFulfillingLocations, maxSplitItemLocations));
    }
    if (maxChildShipments !== null) answers.push(fits('package', maxChildShipments, null));
    if (answers.includes(false)) return false;
    // Each kind of limit can be kept; whether at once was not asked. Nor do kits count here that have to leave whole.
    const isAll = answers.length === 1 && !this.#snapshot.shipment.itemDependencies.some(isTogether);
    return isAll ? answers[0]! : null;
  }

  #count(place: Place, asked: Asked, wanting: readonly (readonly Line[])[]): Counts {
    const { gates, added, takersOf } = asked;
    const counts = this.#counted(place, gates, wanting);
    const wanted = added.filter(({ units }) => units > 0);
    if (wanted.length === 0) return counts;
    const more = counts.copy();
    for (const row of wanted) {
      const position = this.#index.products.findIndex(({ productCode }) => productCode === row.productCode);
      if (position < 0) continue;
      more.add(position, row.locationCode, { ...row, takers: takersOf(row) }, wanting[position]!);
    }
    return more;
  }

  /** The stock that counts; kept for the lines and gates of the last question, which often come again. */
  #counted(place: Place, gates: Gates, wanting: readonly (readonly Line[])[]): Counts {
    const key = wanting.map((lines) => lines.map(({ lineId }) => lineId).join(' ')).join('|');
    const last = this.#last.get(place);
    if (last?.gates === gates && last.key === key) return last.counts;
    const counts = new Counts(place, wanting.length);
    for (const [position, { groups }] of this.#index.products.entries()) {
      if (wanting[position]!.length === 0) continue;
      for (const [code, group] of groups) {
        for (const here of unitsOf(group, gates)) counts.add(position, code, here, wanting[position]!);
      }
    }
    this.#last.set(place, { gates, key, counts });
    return counts;
  }

  /** The units that one line may take under these gates, by location and by package. */
  unitsOfLine(line: Line, gates: Gates) {
    const byLocation = new Map<LocationCode, number>();
    const byPackage: number[] = [];
    for (const [code, group] of this.#index.productOf(line)?.groups ?? []) {
      for (const { units, takers } of unitsOf(group, gates)) {
        if (!takers.includes(line)) continue;
        const here = byLocation.get(code as LocationCode) ?? 0;
        byLocation.set(code as LocationCode, here + units);
        byPackage.push(units);
      }
    }
    return { byLocation, byPackage };
  }
}

const NO_LIMIT = Number.POSITIVE_INFINITY;

const isTogether = ({ ship }: Snapshot['shipment']['itemDependencies'][number]) => ship === 'together';

const linesOf = ({ lines }: ProductStock, release: Release): readonly Line[] =>
  lines.filter(({ lineId }) => release.has(lineId));

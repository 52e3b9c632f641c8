import type { LocationCode } from '../../../domain/ids.ts';
import type { Line } from '../../../domain/shipment.ts';
import type { Snapshot } from '../../../domain/snapshot.ts';
import type { Location } from '../../../domain/stock.ts';
import { isServingLocation } from '../../../formulation/eligibility/eligible-location.ts';
import { SupplyGroup } from './supply-group.ts';

/** What one group of a product's stock is: all locations that the same lines may use, or each location on its own. */
export type Grouping = 'by takers' | 'by location';

/** Lines of a product that a location's code is on a list of. */
interface Listed {
  readonly excluded: Set<Line>;
  readonly excludedForFuture: Set<Line>;
}

/** Finds the group of a product's stock at a location, by which of its lines may use the location. */
export class ProductGroups {
  readonly lines: Line[] = [];
  readonly groups = new Map<string, SupplyGroup>();
  readonly #listed = new Map<LocationCode, Listed>();
  readonly #shared = new Map<boolean, SupplyGroup>();
  #last: { readonly location: Location; readonly group: SupplyGroup } | null = null;

  constructor(readonly by: Grouping) {}

  add(line: Line): void {
    this.lines.push(line);
    for (const code of line.excludedLocationCodes) this.#listedAt(code).excluded.add(line);
    for (const code of line.excludedFutureLocationCodes) this.#listedAt(code).excludedForFuture.add(line);
  }

  #listedAt(code: LocationCode): Listed {
    const known = this.#listed.get(code) ?? { excluded: new Set(), excludedForFuture: new Set() };
    this.#listed.set(code, known);
    return known;
  }

  at(location: Location, { shipment }: Snapshot): SupplyGroup {
    // Rows stand by location.
    if (this.#last?.location === location) return this.#last.group;
    const group = this.#find(location, isServingLocation(location, shipment));
    this.#last = { location, group };
    return group;
  }

  #find({ locationCode }: Location, isServing: boolean): SupplyGroup {
    const listed = this.#listed.get(locationCode);
    if (this.by === 'by location') return this.#groupFor(isServing, listed ?? NOWHERE, locationCode);
    if (listed !== undefined && isServing) return this.#groupFor(isServing, listed);
    // No line's list counts, so that the location's own switches decide for all lines alike.
    const known = this.#shared.get(isServing) ?? this.#groupFor(isServing, NOWHERE);
    this.#shared.set(isServing, known);
    return known;
  }

  /** @param key of the group; by default which lines take what */
  #groupFor(isServing: boolean, listed: Listed, key = this.#keyOf(isServing, listed)): SupplyGroup {
    const { excluded, excludedForFuture } = listed;
    let group = this.groups.get(key);
    if (group === undefined) {
      const takers = isServing ? this.lines.filter((line) => !excluded.has(line)) : [];
      const lotTakers = takers.filter((line) => !excludedForFuture.has(line));
      group = new SupplyGroup(takers, lotTakers);
      this.groups.set(key, group);
    }
    return group;
  }

  #keyOf(isServing: boolean, { excluded, excludedForFuture }: Listed): string {
    let key = '';
    for (const line of this.lines) {
      const isTaker = isServing && !excluded.has(line);
      key += !isTaker ? '-' : excludedForFuture.has(line) ? 'c' : 'f';
    }
    return key;
  }
}

/** On no line's list. */
const NOWHERE: Listed = { excluded: new Set(), excludedForFuture: new Set() };

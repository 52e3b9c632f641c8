import { type CalendarDate, daysBetween } from '../../../src/domain/calendar.ts';
import { compareCodes } from '../../../src/domain/ids.ts';
import type { Line } from '../../../src/domain/shipment.ts';
import type { Snapshot } from '../../../src/domain/snapshot.ts';

/** Stock of one product at one place and day (null: current), as one number. */
interface Source {
  readonly locationCode: string;
  readonly day: CalendarDate | null;
  readonly productCode: string;
  readonly unitCost: number;
  capacity: number;
}

/** Units one line takes at one place and day. */
export interface Taken {
  readonly locationCode: string;
  readonly day: string | null;
  readonly lineId: number;
  readonly units: number;
}

/** The best plan there is, and what it is worth. */
export interface BestPlan {
  /** In the order of (location code, day, line); empty when everything is held. */
  readonly taken: readonly Taken[];
  /** unfilled units, second-choice units, unit-days, packages, cost. */
  readonly tiers: readonly number[];
}

/** Every line that needs stock, and what it may take, rule by rule from the text. */
function sourcesFor({ today, lastFutureDay, settings, shipment, locations, ...stock }: Snapshot) {
  const sources = new Map<string, Source>();
  const add = (row: Omit<Source, 'capacity'>, available: number) => {
    if (available <= 0) return;
    const key = JSON.stringify([row.locationCode, row.day, row.productCode]);
    const known = sources.get(key);
    if (known === undefined) sources.set(key, { ...row, capacity: available });
    else known.capacity += available;
  };
  if (settings.useCurrentInventory) {
    for (const row of stock.currentInventory) add({ ...row, day: null }, row.available);
  }
  if (settings.futureInventoryEnabled) {
    for (const lot of stock.futureLots) {
      if (lot.deliveryDay >= today && lot.deliveryDay <= lastFutureDay) {
        add({ ...lot, day: lot.deliveryDay }, lot.available);
      }
    }
  }
  const pickup = shipment.shipmentType === 'BOPIS';
  const open = new Set<string>(
    locations
      .filter((at) => at.active && (pickup ? at.pickup : at.directShip))
      .map((at) => at.locationCode)
      .filter((code) => !pickup || code === shipment.fulfillmentLocationCode),
  );
  const ordered = [...sources.values()].sort(
    (a, b) => compareCodes(a.locationCode, b.locationCode) || compareCodes(a.day ?? '', b.day ?? ''),
  );
  return (line: Line): Source[] =>
    ordered.filter(
      ({ productCode, locationCode, day }) =>
        productCode === line.productCode &&
        open.has(locationCode) &&
        !(line.excludedLocationCodes as string[]).includes(locationCode) &&
        (day === null ||
          (line.allowsFutureAllocate &&
            !(line.excludedFutureLocationCodes as string[]).includes(locationCode))),
    );
}

/** Units of the line in the smallest set that keeps the proportion of its group; 1 for a line by itself. */
function kitOf({ shipment }: Snapshot, line: Line): number {
  if (line.itemDependency === null) return 1;
  const group = shipment.items.filter((other) => other.itemDependency === line.itemDependency);
  let kits = line.quantity;
  while (group.some(({ quantity }) => quantity % kits !== 0)) kits -= 1;
  return line.quantity / kits;
}

class TooManyPlans extends Error {}

/** Tries every plan by hand. */
class Trial {
  readonly #snapshot: Snapshot;
  readonly #lines: readonly Line[];
  readonly #sources: readonly (readonly Source[])[];
  readonly #units: number[][];
  #left: number;
  best: BestPlan | null = null;

  constructor(snapshot: Snapshot, most: number) {
    this.#snapshot = snapshot;
    this.#lines = snapshot.shipment.items.filter((line) => line.manageStock);
    const sourcesOf = sourcesFor(snapshot);
    this.#sources = this.#lines.map(sourcesOf);
    this.#units = this.#sources.map((sources) => sources.map(() => 0));
    this.#left = most;
  }

  run(): void {
    this.#line(0);
  }

  /** Counts work, and gives up beyond what was allowed. */
  #step(work: number): void {
    this.#left -= work;
    if (this.#left < 0) throw new TooManyPlans();
  }

  #line(index: number): void {
    const line = this.#lines[index];
    if (line === undefined) {
      this.#judge();
      return;
    }
    const mode = this.#snapshot.settings.partialRelease;
    const inKit = kitOf(this.#snapshot, line);
    const totals =
      mode === 'none'
        ? [line.quantity]
        : mode === 'line'
          ? [0, line.quantity]
          : [...Array(line.quantity / inKit + 1).keys()].map((kits) => kits * inKit);
    for (const total of totals) this.#source(index, 0, total);
  }

  #source(index: number, position: number, wanted: number): void {
    const source = this.#sources[index]?.[position];
    if (source === undefined) {
      if (wanted === 0) this.#line(index + 1);
      return;
    }
    for (let units = Math.min(wanted, source.capacity); units >= 0; units -= 1) {
      this.#step(1);
      source.capacity -= units;
      this.#units[index]![position] = units;
      this.#source(index, position + 1, wanted - units);
      source.capacity += units;
    }
    this.#units[index]![position] = 0;
  }

  #judge(): void {
    // Judging a plan reads all its sources, and the lines in pairs.
    this.#step(this.#units.reduce((sum, units) => sum + units.length, this.#lines.length ** 2));
    if (!this.#isAllowed()) return;
    const plan = this.#read();
    if (this.best === null || this.#compare(plan, this.best) < 0) this.best = plan;
  }

  #isAllowed(): boolean {
    const { maxFulfillingLocations, maxSplitItemLocations, maxChildShipments } = this.#snapshot.settings;
    const used = this.#units.map(
      (units, line) =>
        new Set(this.#sources[line]!.filter((_, at) => units[at]! > 0).map((s) => s.locationCode)),
    );
    const all = new Set(used.flatMap((codes) => [...codes]));
    if (all.size > (maxFulfillingLocations ?? Number.POSITIVE_INFINITY)) return false;
    if (used.some((codes) => codes.size > (maxSplitItemLocations ?? Number.POSITIVE_INFINITY))) return false;
    const packages = new Set(this.#units.flatMap((_, line) => [...this.#takenOf(line).keys()]));
    if (packages.size > (maxChildShipments ?? Number.POSITIVE_INFINITY)) return false;
    return this.#lines.every((line, index) => this.#keepsTogether(line, index));
  }

  /** Units that a line takes, by package. */
  #takenOf(line: number): Map<string, number> {
    const taken = new Map<string, number>();
    for (const [at, { locationCode, day }] of this.#sources[line]!.entries()) {
      const units = this.#units[line]![at]!;
      if (units > 0) taken.set(JSON.stringify([locationCode, day]), units);
    }
    return taken;
  }

  /** The same kits of this line as of every other one in its group: in all, or of each package. */
  #keepsTogether(line: Line, index: number): boolean {
    if (line.itemDependency === null) return true;
    const { itemDependencies } = this.#snapshot.shipment;
    const together = itemDependencies.some(
      ({ itemDependency, ship }) => itemDependency === line.itemDependency && ship === 'together',
    );
    const kits = (of: Line, at: number) => {
      const inKit = kitOf(this.#snapshot, of);
      const taken = [...this.#takenOf(at)].map(([name, units]) => [name, units / inKit] as const);
      return together ? taken : [['all', taken.reduce((sum, [, units]) => sum + units, 0)] as const];
    };
    const own = kits(line, index);
    if (own.some(([, count]) => !Number.isInteger(count))) return false;
    const text = JSON.stringify([...own].sort());
    return this.#lines.every(
      (other, at) =>
        other.itemDependency !== line.itemDependency || JSON.stringify([...kits(other, at)].sort()) === text,
    );
  }

  #read(): BestPlan {
    const { settings, today } = this.#snapshot;
    const taken: Taken[] = [];
    const tiers = [0, 0, 0, 0, 0];
    const packages = new Set<string>();
    for (const [index, line] of this.#lines.entries()) {
      tiers[0]! += line.quantity;
      for (const [at, source] of this.#sources[index]!.entries()) {
        const units = this.#units[index]![at]!;
        if (units === 0) continue;
        const { locationCode, day } = source;
        taken.push({ locationCode, day, lineId: line.lineId, units });
        tiers[0]! -= units;
        if ((day === null) === settings.useFutureBeforeCurrent) tiers[1]! += units;
        if (day !== null) tiers[2]! += units * daysBetween(today, day);
        tiers[4]! += units * source.unitCost;
        const name = JSON.stringify([locationCode, day]);
        if (packages.has(name)) continue;
        packages.add(name);
        tiers[4]! += this.#costOf(locationCode);
      }
    }
    tiers[3] = packages.size;
    return { taken: taken.sort(byPackageAndLine), tiers };
  }

  #costOf(code: string): number {
    return this.#snapshot.locations.find(({ locationCode }) => locationCode === code)!.cost;
  }

  #compare(a: BestPlan, b: BestPlan): number {
    const { objective } = this.#snapshot.settings;
    if (objective.mode === 'weighted') {
      const w = objective.weights;
      const weights = [w.unfilledUnit, w.futureUnit, w.unitDay, w.childShipment, w.locationCost];
      const worth = (plan: BestPlan) => plan.tiers.reduce((sum, value, at) => sum + value * weights[at]!, 0);
      const isPriced = ({ locationCode }: Pick<Taken, 'locationCode'>) =>
        w.childShipment > 0 || w.locationCost * this.#costOf(locationCode) > 0;
      return compareCosts(worth(a), worth(b)) || compareTies(a, b, isPriced);
    }
    for (let tier = 0; tier < 5; tier += 1) {
      const order = compareCosts(a.tiers[tier]!, b.tiers[tier]!);
      if (order !== 0) return order;
    }
    return compareTies(a, b);
  }
}

function compareCosts(a: number, b: number): number {
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b)) ? 0 : a - b;
}

const byPackage = (a: Omit<Taken, 'units'>, b: Omit<Taken, 'units'>) =>
  compareCodes(a.locationCode, b.locationCode) || compareCodes(a.day ?? '', b.day ?? '');

const byPackageAndLine = (a: Taken, b: Taken) => byPackage(a, b) || a.lineId - b.lineId;

/** The earlier package opened wins, of those that have a price; then the earlier (package, line) with more units. */
function compareTies(a: BestPlan, b: BestPlan, isPriced: (taken: Taken) => boolean = () => true): number {
  const packagesOf = ({ taken }: BestPlan) =>
    taken.filter((t, i) => (i === 0 || byPackage(taken[i - 1]!, t) !== 0) && isPriced(t));
  const [inA, inB] = [packagesOf(a), packagesOf(b)];
  for (let at = 0; at < Math.min(inA.length, inB.length); at += 1) {
    const order = byPackage(inA[at]!, inB[at]!);
    if (order !== 0) return order;
  }
  if (inA.length !== inB.length) return inB.length - inA.length;
  for (let at = 0; at < Math.min(a.taken.length, b.taken.length); at += 1) {
    const [x, y] = [a.taken[at]!, b.taken[at]!];
    const order = byPackageAndLine(x, y) || y.units - x.units;
    if (order !== 0) return order;
  }
  return b.taken.length - a.taken.length;
}

/**
 * The best plan by trying all of them, written from the text of the rules and sharing nothing with the
 * formulation, the engines or the checker.
 *
 * @param most steps to take before giving up
 * @returns the plan; `held` where none is allowed; null where there are too many to try
 */
export function bestPlanOf(snapshot: Snapshot, most = 1_000_000): BestPlan | 'held' | null {
  const trial = new Trial(snapshot, most);
  try {
    trial.run();
  } catch (error) {
    if (error instanceof TooManyPlans) return null;
    throw error;
  }
  return trial.best ?? 'held';
}

import type { ReasonCode } from '../../domain/decision.ts';
import type { LineId, LocationCode } from '../../domain/ids.ts';
import type { Settings } from '../../domain/settings.ts';
import type { Line } from '../../domain/shipment.ts';
import { type Inquiry, isCoupled } from './inquiry.ts';
import type { Release } from './releases.ts';

/** Why a line is short, and by how many units. */
export interface Shortage {
  readonly reason: ReasonCode;
  readonly short: number;
}

type UnitsOfLine = ReturnType<Inquiry['places']['unitsOfLine']>;

/** The limits that are set, in the order of precedence of their reasons. */
const LIMITS = [
  ['maxFulfillingLocations', 'LOCATION_LIMIT'],
  ['maxSplitItemLocations', 'SPLIT_LIMIT'],
  ['maxChildShipments', 'CHILD_LIMIT'],
] as const satisfies readonly (readonly [keyof Settings, ReasonCode])[];

const NO_LIMITS: Partial<Settings> = Object.fromEntries(LIMITS.map(([name]) => [name, null]));

/** Units in so many of the fullest places; in all of them where there is no limit. */
const atMost = (places: Iterable<number>, most: number | null): number =>
  [...places]
    .sort((a, b) => b - a)
    .slice(0, most ?? undefined)
    .reduce((sum, units) => sum + units, 0);

/**
 * Lines that stock covers and a limit on locations or children does not. Of several that cannot go together the later
 * ones are short, as where stock is: lines with lower ids are served first.
 */
class LimitShortages {
  readonly #inquiry: Inquiry;
  readonly #settings: Settings;
  readonly #units = new Map<LineId, UnitsOfLine>();
  readonly #together: ReadonlySet<string>;
  /** The release that is judged. */
  #release: Release = new Map();
  readonly found = new Map<LineId, Shortage>();

  constructor(inquiry: Inquiry) {
    const { settings, shipment } = inquiry.snapshot;
    this.#inquiry = inquiry;
    this.#settings = settings;
    const together = shipment.itemDependencies.filter(({ ship }) => ship === 'together');
    this.#together = new Set(together.map(({ itemDependency }) => itemDependency));
  }

  /** What a line may take. */
  #unitsOf(line: Line): UnitsOfLine {
    const { places, gates } = this.#inquiry;
    const units = this.#units.get(line.lineId) ?? places.unitsOfLine(line, gates);
    this.#units.set(line.lineId, units);
    return units;
  }

  /** @param lines those of the release that stock covers; where these are all, the release is known not to be possible */
  async judge(release: Release, lines: readonly Line[]): Promise<void> {
    this.#release = release;
    const together: Line[] = [];
    for (const line of lines) {
      const alone = this.#shortAlone(line);
      if (alone === null) together.push(line);
      else this.found.set(line.lineId, alone);
    }
    await this.#judgeTogether(together, !this.#inquiry.isPriced && together.length === release.size);
  }

  /** A line that the limits do not let go even alone: the fullest places within a limit hold too little. */
  #shortAlone(line: Line): Shortage | null {
    const { lineId, quantity } = line;
    const { byLocation, byPackage } = this.#unitsOf(line);
    const { maxFulfillingLocations, maxSplitItemLocations, maxChildShipments } = this.#settings;
    const most = {
      LOCATION_LIMIT: atMost(byLocation.values(), maxFulfillingLocations),
      SPLIT_LIMIT: atMost(byLocation.values(), maxSplitItemLocations),
      CHILD_LIMIT: atMost(byPackage, maxChildShipments),
    };
    const wanted = this.#release.get(lineId)!;
    const reason = LIMITS.map(([, code]) => code).find((code) => most[code] < wanted);
    return reason === undefined ? null : { reason, short: quantity - Math.min(...Object.values(most)) };
  }

  async #judgeTogether(lines: readonly Line[], isTooMuch: boolean): Promise<void> {
    let kept: Line[] = [];
    let rest = lines;
    let doesNotFit = isTooMuch;
    while (rest.length > 0) {
      const many = await this.#mostThatFit(kept, rest, doesNotFit);
      if (many === null) return this.#estimate([...kept, ...rest], kept, isTooMuch);
      kept = [...kept, ...rest.slice(0, many)];
      if (many === rest.length) return;
      const line = rest[many]!;
      this.found.set(line.lineId, {
        reason: await this.#reasonOf([...kept, line]),
        short: await this.#shortBeside(kept, line),
      });
      rest = rest.slice(many + 1);
      doesNotFit = false;
    }
  }

  /** How many of the first of `rest` keep the limits beside the lines kept; null where that was not proven in time. */
  async #mostThatFit(kept: readonly Line[], rest: readonly Line[], doesNotFit: boolean) {
    let fails = doesNotFit ? rest.length : rest.length + 1;
    let fits = 0;
    // The whole is asked first: mostly it fits, once a line is left out.
    for (let next = fails - 1; fits + 1 < fails; next = (fits + fails) >> 1) {
      const isWithin = await this.#isWithin([...kept, ...rest.slice(0, next)]);
      if (isWithin === null) return null;
      if (isWithin) fits = next;
      else fails = next;
    }
    return fits;
  }

  #isWithin(lines: readonly Line[], limits: Partial<Settings> = {}): Promise<boolean | null> {
    return this.#inquiry.isWithin(this.#partOf(lines), limits);
  }

  /** The part of the release that these lines are. */
  #partOf(lines: readonly Line[]): Map<LineId, number> {
    return new Map(lines.map(({ lineId }) => [lineId, this.#release.get(lineId)!]));
  }

  /**
   * The first limit, in their order, that alone lets these lines not go; where limits only do so together, the first of
   * some from which none can be left out. One that does not bind is never named.
   */
  async #reasonOf(lines: readonly Line[]): Promise<ReasonCode> {
    if (this.#together.size > 0 && (await this.#isWithin(lines, NO_LIMITS)) === false) return 'SHIP_TOGETHER';
    const set = LIMITS.filter(([name]) => this.#settings[name] !== null);
    const isKeptBy = async (limits: readonly (typeof LIMITS)[number][]) => {
      const only = Object.fromEntries(limits.map(([name]) => [name, this.#settings[name]]));
      return (await this.#isWithin(lines, { ...NO_LIMITS, ...only })) === false;
    };
    if (set.length > 1) {
      for (const limit of set) if (await isKeptBy([limit])) return limit[1];
    }
    let binding = set;
    if (set.length > 2) {
      for (const limit of set.toReversed()) {
        const others = binding.filter((other) => other !== limit);
        if (others.length > 0 && (await isKeptBy(others))) binding = others;
      }
    }
    return binding[0]?.[1] ?? 'SHIP_TOGETHER';
  }

  /** Units of a line that do not fit beside the lines kept; all of them where its units go in whole kits only. */
  async #shortBeside(kept: readonly Line[], line: Line): Promise<number> {
    const { lineId, quantity, itemDependency } = line;
    let fits = 0;
    let fails =
      itemDependency !== null && this.#together.has(itemDependency) ? 1 : this.#release.get(lineId)!;
    while (fits + 1 < fails) {
      const units = (fits + fails) >> 1;
      const isWithin = await this.#inquiry.isWithin(this.#partOf(kept).set(lineId, units));
      if (isWithin === true) fits = units;
      else fails = units;
    }
    return quantity - fits;
  }

  /**
   * Without time to prove anything: what one release within the limit leaves short that opens, again and again, the
   * location that gives the most units. Only lines that are not kept can be named short.
   *
   * @param isTooMuch known not to go: where the estimate leaves none short, the last line that is not kept is
   */
  #estimate(lines: readonly Line[], kept: readonly Line[], isTooMuch: boolean): void {
    const wanted = this.#partOf(lines);
    const most = Math.min(...LIMITS.map(([name]) => this.#settings[name] ?? Number.POSITIVE_INFINITY));
    const locations = new Map<LocationCode, Map<LineId, number>>();
    for (const line of lines) {
      for (const [code, units] of this.#unitsOf(line).byLocation) {
        const here = locations.get(code) ?? new Map<LineId, number>();
        locations.set(code, here.set(line.lineId, units));
      }
    }
    for (let opened = 0; opened < most; opened++) {
      const best = fullest(locations, wanted);
      if (best === null) break;
      for (const [lineId, units] of locations.get(best)!) {
        wanted.set(lineId, Math.max(0, wanted.get(lineId)! - units));
      }
      locations.delete(best);
    }
    const reason = LIMITS.find(([name]) => this.#settings[name] !== null)?.[1] ?? 'SHIP_TOGETHER';
    const isKept = new Set(kept);
    for (const line of lines) {
      const short = wanted.get(line.lineId)!;
      if (short > 0 && !isKept.has(line)) this.found.set(line.lineId, { reason, short });
    }
    if (!isTooMuch || lines.some(({ lineId }) => this.found.has(lineId))) return;
    const last = lines.findLast((line) => !isKept.has(line));
    // One unit at least; the days and the lines that share what lies there were not looked at.
    if (last !== undefined) this.found.set(last.lineId, { reason, short: 1 });
  }
}

/** The location that gives most of what is still wanted; null where none gives any. */
function fullest(
  locations: ReadonlyMap<LocationCode, ReadonlyMap<LineId, number>>,
  wanted: ReadonlyMap<LineId, number>,
): LocationCode | null {
  let best: LocationCode | null = null;
  let most = 0;
  for (const [code, here] of locations) {
    let units = 0;
    for (const [lineId, available] of here) units += Math.min(available, wanted.get(lineId)!);
    if (units > most) [best, most] = [code, units];
  }
  return best;
}

/**
 * The lines that only a limit, or a kit that has to leave whole, keeps from being released, with the units left short.
 *
 * @param isCovered whether the stock that counts covers a line
 */
export async function limitShortages(
  inquiry: Inquiry,
  isCovered: (line: Line) => boolean,
): Promise<ReadonlyMap<LineId, Shortage>> {
  if (!isCoupled(inquiry.snapshot)) return new Map();
  const shortages = new LimitShortages(inquiry);
  for (const release of inquiry.releases) {
    const lines = inquiry.snapshot.shipment.items.filter(
      (line) => release.has(line.lineId) && isCovered(line),
    );
    await shortages.judge(release, lines);
  }
  return shortages.found;
}

import type { ReasonCode } from '../../domain/decision.ts';
import type { LineId, LocationCode } from '../../domain/ids.ts';
import type { Settings } from '../../domain/settings.ts';
import type { Line } from '../../domain/shipment.ts';
import { findSourcing, type Sourcing } from '../../formulation/sources.ts';
import { type Inquiry, isCoupled } from './inquiry.ts';
import type { Release } from './releases.ts';

/** Why a line is short, and by how many units. */
export interface Shortage {
  readonly reason: ReasonCode;
  readonly short: number;
}

type UnitsAt = Map<LocationCode, number>;

/** Units that each line may take at each location, whatever the day. */
function unitsByLocation({ cells }: Sourcing): Map<LineId, UnitsAt> {
  const units = new Map<LineId, UnitsAt>();
  for (const { line, source } of cells) {
    const at = units.get(line.lineId) ?? new Map<LocationCode, number>();
    units.set(line.lineId, at);
    const { locationCode } = source.package.location;
    at.set(locationCode, (at.get(locationCode) ?? 0) + source.available);
  }
  return units;
}

/** The limits that are set, in the order of precedence of their reasons. */
const LIMITS = [
  ['maxFulfillingLocations', 'LOCATION_LIMIT'],
  ['maxSplitItemLocations', 'SPLIT_LIMIT'],
] as const satisfies readonly (readonly [keyof Settings, ReasonCode])[];

const NO_LIMITS: Partial<Settings> = Object.fromEntries(LIMITS.map(([name]) => [name, null]));

/**
 * Lines that stock covers and a limit on locations or children does not. Of several that cannot go together the later
 * ones are short, as where stock is: lines with lower ids are served first.
 */
class LimitShortages {
  readonly #inquiry: Inquiry;
  readonly #settings: Settings;
  readonly #unitsAt: Map<LineId, UnitsAt>;
  readonly found = new Map<LineId, Shortage>();

  constructor(inquiry: Inquiry) {
    this.#inquiry = inquiry;
    this.#settings = inquiry.snapshot.settings;
    this.#unitsAt = unitsByLocation(findSourcing(inquiry.snapshot));
  }

  /** @param isWhole true when these lines are a release, of which is known that it does not keep the limits */
  async judge(lines: readonly Line[], isWhole: boolean): Promise<void> {
    const together: Line[] = [];
    for (const line of lines) {
      const alone = this.#shortAlone(line);
      if (alone === null) together.push(line);
      else this.found.set(line.lineId, alone);
    }
    await this.#judgeTogether(together, isWhole && together.length === lines.length);
  }

  /** A line that the limit does not let go even alone: the fullest locations within the limit hold too little. */
  #shortAlone({ lineId, quantity }: Line): Shortage | null {
    const units = [...(this.#unitsAt.get(lineId)?.values() ?? [])].sort((a, b) => b - a);
    const atMost = (locations: number | null) =>
      units.slice(0, locations ?? units.length).reduce((sum, here) => sum + here, 0);
    const limits = [this.#settings.maxFulfillingLocations, this.#settings.maxSplitItemLocations];
    const short = quantity - Math.min(...limits.map(atMost));
    if (short <= 0) return null;
    const reason = atMost(limits[0]!) < quantity ? 'LOCATION_LIMIT' : 'SPLIT_LIMIT';
    return { reason, short };
  }

  async #judgeTogether(lines: readonly Line[], isTooMuch: boolean): Promise<void> {
    let kept: Line[] = [];
    let rest = lines;
    let doesNotFit = isTooMuch;
    while (rest.length > 0) {
      const many = await this.#mostThatFit(kept, rest, doesNotFit);
      if (many === null) return this.#estimate([...kept, ...rest], kept);
      kept = [...kept, ...rest.slice(0, many)];
      if (many === rest.length) return;
      const line = rest[many]!;
      this.found.set(line.lineId, {
        reason: await this.#limitFor([...kept, line]),
        short: await this.#shortBeside(kept, line),
      });
      rest = rest.slice(many + 1);
      doesNotFit = false;
    }
  }

  /** How many of the first of `rest` keep the limits beside the lines kept; null where that was not proven in time. */
  async #mostThatFit(kept: readonly Line[], rest: readonly Line[], doesNotFit: boolean) {
    let fails = doesNotFit ? rest.length : rest.length + 1;
    // One line alone was found to fit.
    let fits = kept.length === 0 ? Math.min(1, fails - 1) : 0;
    // The whole is asked first: mostly it fits, once a line is left out.
    for (let next = fails - 1; fits + 1 < fails; next = (fits + fails) >> 1) {
      const isWithin = await this.#inquiry.isWithin(releaseOf([...kept, ...rest.slice(0, next)]));
      if (isWithin === null) return null;
      if (isWithin) fits = next;
      else fails = next;
    }
    return fits;
  }

  /** The first limit, in their order, that alone lets these lines not go; of limits that only do so together, the first. */
  async #limitFor(lines: readonly Line[]): Promise<ReasonCode> {
    const set = LIMITS.filter(([name]) => this.#settings[name] !== null);
    if (set.length > 1) {
      for (const [name, reason] of set) {
        const only = { ...NO_LIMITS, [name]: this.#settings[name] };
        if ((await this.#inquiry.isWithin(releaseOf(lines), only)) === false) return reason;
      }
    }
    return set[0]![1];
  }

  /** Units of a line that do not fit beside the lines kept. */
  async #shortBeside(kept: readonly Line[], line: Line): Promise<number> {
    let fits = 0;
    let fails = line.quantity;
    while (fits + 1 < fails) {
      const units = (fits + fails) >> 1;
      const release = new Map([...releaseOf(kept), [line.lineId, units] as const]);
      if ((await this.#inquiry.isWithin(release)) === true) fits = units;
      else fails = units;
    }
    return line.quantity - fits;
  }

  /**
   * Without time to prove anything: what one release within the limit leaves short that opens, again and again, the
   * location that gives the most units. Only lines that are not kept can be named short.
   */
  #estimate(lines: readonly Line[], kept: readonly Line[]): void {
    const wanted = new Map(lines.map((line) => [line.lineId, line.quantity]));
    const most = this.#settings.maxFulfillingLocations ?? this.#settings.maxSplitItemLocations ?? 1;
    const locations = new Map<LocationCode, Map<LineId, number>>();
    for (const line of lines) {
      for (const [code, units] of this.#unitsAt.get(line.lineId) ?? []) {
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
    const reason = LIMITS.find(([name]) => this.#settings[name] !== null)![1];
    const isKept = new Set(kept);
    for (const line of lines) {
      const short = wanted.get(line.lineId)!;
      if (short > 0 && !isKept.has(line)) this.found.set(line.lineId, { reason, short });
    }
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

const releaseOf = (lines: readonly Line[]): Release =>
  new Map(lines.map((line) => [line.lineId, line.quantity]));

/**
 * The lines that only a limit keeps from being released, with the units that it leaves short.
 *
 * @param isCovered whether the stock that counts covers a line
 */
export async function limitShortages(
  inquiry: Inquiry,
  isCovered: (line: Line) => boolean,
): Promise<ReadonlyMap<LineId, Shortage>> {
  if (!isCoupled(inquiry.snapshot.settings)) return new Map();
  const shortages = new LimitShortages(inquiry);
  for (const release of inquiry.releases) {
    const lines = inquiry.snapshot.shipment.items.filter(
      (line) => release.get(line.lineId) === line.quantity && isCovered(line),
    );
    const isWhole = lines.length === release.size && !inquiry.isPriced;
    if (lines.length > 0) await shortages.judge(lines, isWhole);
  }
  return shortages.found;
}

import fc from 'fast-check';
import { gapsOfEvents } from './laws/events.ts';
import { notImproved } from './laws/improved.ts';
import { numbersOut } from './laws/numbers.ts';
import { overtaken, type Promised, readPromised } from './laws/overtaken.ts';
import { brokenPromises } from './laws/promises.ts';
import { brokenRuns } from './laws/runs.ts';
import { waitsWrongly } from './laws/waiting.ts';
import type { Json, LawSite } from './site.ts';
import { readSettings, readShipments, type Seen } from './view.ts';

/** What the sequences of a test came to, all of them together. */
export class Totals {
  readonly done = new Map<string, number>();
  /** Reasons that shipments waited for when the laws were looked at. */
  readonly reasons = new Map<string, number>();
  refused = 0;
  served = 0;

  get commands(): number {
    return [...this.done.values()].reduce((sum, count) => sum + count, 0);
  }

  toString(): string {
    const counts = (of: ReadonlyMap<string, number>) => Object.fromEntries([...of].sort());
    return JSON.stringify({
      commands: this.commands,
      done: counts(this.done),
      refused: this.refused,
      served: this.served,
      reasons: counts(this.reasons),
    });
  }
}

const count = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);

/** What a command answers; `about` names the shipment that it was about. */
export interface Did {
  readonly status: number;
  readonly body?: Json;
  readonly about?: number | undefined;
}

/** One thing that is done to the site. */
export interface Drawn {
  /** As totals count it. */
  readonly kind: string;
  /** What was drawn, for whoever reads a counterexample. */
  readonly details: string;
  /** A person decides it against the queue, who may overtake. */
  readonly isByPerson?: boolean;
  /** It may change when units come, or whether they do. */
  readonly movesSupply?: boolean;
  /** It places orders: what `newOrders` says is for it. */
  readonly places?: boolean;
  /** It places several at once, of which the older may come later: they do not pass one another. */
  readonly isCrowd?: boolean;
  /** Brings about the situation that `work` changes; what follows is worked off before. */
  readonly prepare?: (site: LawSite) => Promise<unknown>;
  readonly work: (site: LawSite) => Promise<Did | undefined>;
  /** What must hold as soon as it is done, whatever is undecided. */
  readonly atOnce?: (before: ReadonlyMap<number, Seen>, after: readonly Seen[], did: Did) => string[];
}

/** The site, and what is known of the steps before. */
export interface Real {
  readonly site: LawSite;
  readonly totals: Totals;
  /** Processes of the site work while nobody looks: what a step before left undecided goes on meanwhile. */
  readonly worksByItself: boolean;
  /** What the last steps did is worked off. */
  isCalm: boolean;
  /** One of the steps that are not worked off may have moved supply. */
  hasMoved: boolean;
}

const byNumber = (all: readonly Seen[]) => new Map(all.map((each) => [each.shipmentNumber, each] as const));

/** Commands between two looks at all that a site holds, which costs more than the other looks: what is broken there stays so. */
const WHOLE_EVERY = 8;

/** What is wrong with what a site holds as a whole: units, cents, lineage, money, runs, the stream of events. */
const wholeFaults = async (site: LawSite): Promise<string[]> => [
  ...(await gapsOfEvents(site)),
  ...(await brokenRuns(site)),
  ...(await numbersOut(site)),
  ...(await site.faults()),
];

/** Does a sequence of commands on a site, and looks at the whole at its end. */
export async function play(commands: Iterable<fc.AsyncCommand<object, Real>>, real: Real): Promise<void> {
  await fc.asyncModelRun(() => ({ model: {}, real }), commands);
  await real.site.settle();
  const faults = await real.site.look(() => wholeFaults(real.site));
  if (faults.length > 0) throw new Error(`at the end:\n${faults.join('\n')}`);
}

/** Does it, and at a moment of calm looks whether the laws hold. */
export class Step implements fc.AsyncCommand<object, Real> {
  constructor(
    readonly drawn: Drawn,
    /** Whether what follows from it is worked off before the next one. Where orders are placed it always is. */
    readonly settles: boolean,
  ) {}

  check(): boolean {
    return true;
  }

  async run(_model: object, real: Real): Promise<void> {
    const { site, totals } = real;
    const { kind, prepare, work, atOnce, movesSupply = false, places = false } = this.drawn;
    if (prepare !== undefined) {
      await prepare(site);
      await site.settle();
      real.isCalm = true;
    }
    const before = byNumber(await readShipments(site));
    const promised = await readPromised(site, before.values());
    const did = await work(site);
    if (did !== undefined && did.status >= 400) totals.refused += 1;
    count(totals.done, kind);
    real.hasMoved ||= movesSupply;
    if (atOnce !== undefined && did !== undefined && did.status < 400) {
      this.#assert(atOnce(before, await readShipments(site), did));
    }
    const wasCalm = real.isCalm;
    real.isCalm = this.settles || places;
    if (!real.isCalm) return;
    await site.settle();
    this.#assert(await site.look(() => this.#look(real, before, promised, wasCalm, did)));
    real.hasMoved = false;
    for (const { shipmentStatus, waiting } of await readShipments(site)) {
      if (shipmentStatus === 'BACKORDER') count(totals.reasons, waiting?.reason ?? 'none');
      if (shipmentStatus === 'READY' || shipmentStatus === 'FUTURE') totals.served += 1;
    }
  }

  async #look(
    { site, totals, worksByItself, hasMoved }: Real,
    before: ReadonlyMap<number, Seen>,
    promised: Promised,
    wasCalm: boolean,
    did: Did | undefined,
  ): Promise<string[]> {
    const faults = [...(await waitsWrongly(site)), ...(await notImproved(site))];
    // Where work went on before `before` was read, stock may have grown since somebody was served.
    if (!this.drawn.isByPerson && (wasCalm || !worksByItself) && !(await this.#mayOvertake(site))) {
      faults.push(...(await overtaken(site, before, promised, this.drawn.isCrowd)));
    }
    if (!hasMoved) {
      const mayLose = new Set(did?.about === undefined ? [] : [did.about]);
      faults.push(...brokenPromises(before, await readShipments(site), mayLose));
    }
    if (totals.commands % WHOLE_EVERY === 0) faults.push(...(await wholeFaults(site)));
    return faults;
  }

  async #mayOvertake(site: LawSite): Promise<boolean> {
    return this.drawn.places === true && (await readSettings(site)).newOrders === 'take-what-is-there';
  }

  #assert(faults: readonly string[]): void {
    if (faults.length > 0) throw new Error(`after ${this}:\n${faults.join('\n')}`);
  }

  toString(): string {
    return `${this.drawn.kind} ${this.drawn.details}${this.settles ? '' : ' …'}`;
  }
}

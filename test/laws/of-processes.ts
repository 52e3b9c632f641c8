import { setTimeout as sleep } from 'node:timers/promises';
import type { Processes } from './processes.ts';
import type { End, LawSite, Method } from './site.ts';
import { readShipments, type Seen } from './view.ts';

let sites = 0;

/** Longest time in which what is undecided is decided, on a busy machine with processes that were just killed. */
const SETTLES_MS = 60_000;
/** How long a law may be broken: then it stays so. */
const STAYS_MS = 20_000;
/** Longer than a claim on a site lasts: nobody waits for one that was killed with its process. */
const CLAIM_MS = 16_000;

/** What has plenty of everything, so that an order of it goes when its day has come. */
const PLENTY = { locationCode: 'NOON', productCode: 'BELL', quantity: 1_000_000 } as const;

/** A site of processes that work by themselves. What it looks at is settled when nobody says that it is being decided. */
export class SiteOfProcesses implements LawSite {
  readonly siteId: string;
  #bell = 0;

  constructor(
    readonly processes: Processes,
    /** Looks at what no request shows. @returns nothing where that can be seen later only */
    readonly inside: (siteId: string) => Promise<readonly string[]>,
    /** Done while a process that ended is not there. */
    readonly whileEnded: (siteId: string) => Promise<readonly string[]> = async () => [],
  ) {
    sites += 1;
    this.siteId = `laws-${process.pid}-p${sites}`;
  }

  now(): string {
    return this.processes.now();
  }

  async send(method: Method, url: string, body?: object, key?: string) {
    const { status, text } = await this.processes.send(method, url, { 'x-site': this.siteId }, body, key);
    if (status >= 500) throw new Error(`${method} ${url}: ${status} ${text}`);
    return { status, body: JSON.parse(text) };
  }

  async settle(): Promise<void> {
    const endsAt = performance.now() + SETTLES_MS;
    for (let pause = 5; ; pause = Math.min(2 * pause, 200)) {
      const open = await this.#undecided();
      if (open.length === 0) return;
      if (performance.now() > endsAt)
        throw new Error(`not settled after ${SETTLES_MS} ms: ${open.join(', ')}`);
      await sleep(pause);
    }
  }

  async #undecided(): Promise<string[]> {
    const waiting = await readShipments(this, '?shipmentStatus=BACKORDER');
    const runs = (await this.send('GET', '/v1/release-runs?limit=20')).body.items;
    return [
      ...waiting
        .filter((each) => each.waiting === null || each.waiting.reason === 'BEING_DECIDED')
        .map((each) => String(each.shipmentNumber)),
      ...runs
        .filter((run: { status: string }) => run.status === 'RUNNING')
        .map((run: { runId: string }) => `run ${run.runId}`),
    ];
  }

  /** Before a new day begins a bell is ordered, see {@link SiteOfProcesses.beginDay}. */
  async moveTo(instant: string): Promise<void> {
    const day = instant.slice(0, 10);
    await this.send('POST', '/v1/inventory/refresh', { inventory: [PLENTY] });
    const items = [{ lineId: 1, productCode: PLENTY.productCode, quantity: 1, allowsBackOrder: true }];
    const { body } = await this.send('POST', '/v1/orders', { items, releaseNotBefore: day });
    this.#bell = body.shipments[0].shipmentNumber;
    await this.processes.moveTo(instant);
  }

  /**
   * Waits for what the first minute of a day brings, which the processes do by themselves: an order of what there is
   * plenty of, whose first day it is, says when it has been done.
   */
  async beginDay(): Promise<void> {
    const endsAt = performance.now() + SETTLES_MS;
    while (performance.now() < endsAt) {
      const bell: Seen = (await this.send('GET', `/v1/shipments/${this.#bell}`)).body;
      if (hasRung(bell, this.now().slice(0, 10))) return;
      await sleep(20);
    }
    throw new Error(`the day of ${this.now()} has not begun after ${SETTLES_MS} ms`);
  }

  async end(draw: number, how: End): Promise<void> {
    let found: readonly string[] = [];
    await this.processes.end(draw, how, async () => {
      found = await this.whileEnded(this.siteId);
    });
    if (found.length > 0) throw new Error(`when a process had ended (${how}):\n${found.join('\n')}`);
    await this.processes.advance(CLAIM_MS);
  }

  halt(draw: number): Promise<void> {
    return this.processes.halt(draw, CLAIM_MS);
  }

  async look(look: () => Promise<readonly string[]>): Promise<readonly string[]> {
    const endsAt = performance.now() + STAYS_MS;
    for (;;) {
      const faults = await look();
      if (faults.length === 0 || performance.now() > endsAt) return faults;
      await sleep(250);
      await this.settle();
    }
  }

  faults(): Promise<readonly string[]> {
    return this.inside(this.siteId);
  }
}

/** Whether a bell was tried on its day, or would have been but for a brake of the site. */
const hasRung = ({ shipmentStatus, waiting }: Seen, today: string): boolean =>
  shipmentStatus !== 'BACKORDER' ||
  (waiting !== null &&
    (['PAUSED', 'SCHEDULE_ONLY'].includes(waiting.reason) ||
      (waiting.reason !== 'BEING_DECIDED' && waiting.decidedAt >= today)));

import type { SiteId } from '../../domain/ids.ts';
import { ChangedMeanwhile } from '../changed-meanwhile.ts';
import type { OpenRun } from '../ports/runs.ts';
import type { QueuePosition } from '../ports/shipments.ts';
import type { ClaimedQueue } from '../ports/triggers.ts';
import { comesBefore } from '../promises/standing.ts';
import { firstDue, Patience } from '../queue/due-shipments.ts';
import { queueDay } from '../queue/queue-day.ts';
import type { ReleasePorts } from '../service-ports.ts';
import { isPaused, readSettings } from '../site-view.ts';
import { runPage } from './backlog.ts';
import { beforeFirstPlan, beforeFirstToPlace, carryOutPage } from './carry-out-page.ts';
import { type DryRun, dryRunOf } from './dry/dry-run.ts';
import { DryRunStock } from './dry/dry-run-stock.ts';
import { newRun, startRun } from './new-run.ts';
import { decidePage, optionsOf, type PageOptions } from './page.ts';
import { endRun, unlessTaken } from './run-step.ts';
import type { DecidedAhead } from './together/ahead.ts';
import { isEachAlone } from './together/decide-together.ts';
import type { Tried } from './tried.ts';
import { isElsewhere, patient } from './trouble.ts';
import { isTriedAlone, tryOne } from './try-one.ts';

/**
 * Shipments of one step. Its transaction holds their products for about a tenth of a second; of processor time, ours and
 * the server's, pages of 100 cost a ninth more, since so much is asked once a step.
 */
const PAGE = 200;
/**
 * Shipments that are decided together with a page, where that makes a difference; they are carried out page by page, as
 * long as nothing changes for them.
 */
const AHEAD = 2_000;
/** Time after which a step takes no further shipment, in milliseconds. */
const STEP_MS = 2_000;
/** Steps for changes in a row, after which a run has its turn however many changes there are. */
const CHANGES_IN_A_ROW = 10;
/** Steps of a run that may break one after another before it ends as FAILED. */
const MOST_FAILURES = 5;

/** How long a worker that died keeps a site from the others, in milliseconds. */
export const LEASE_MS = 15_000;

/** What the plans of a dry run would take, after so many shipments. */
interface Taken {
  readonly tried: number;
  readonly dry: DryRun;
}

/** The work on one site, of which each part is done while the site is claimed. */
export class SiteWork {
  readonly #ports: ReleasePorts;
  readonly #siteId: SiteId;
  readonly #taken = new Map<string, Taken>();
  /** What was decided of shipments whose page comes next, by run. */
  readonly #ahead = new Map<string, DecidedAhead>();
  readonly #patience: Patience;

  constructor(ports: ReleasePorts, siteId: SiteId) {
    this.#ports = patient(ports);
    this.#siteId = siteId;
    this.#patience = new Patience(ports, siteId);
  }

  get #reader() {
    return this.#ports.store.reader(this.#siteId);
  }

  /** Tries whom changes have made undecided. @returns false where there is nothing to do */
  async stepOfChanges(): Promise<boolean> {
    const { value: settings, version } = await readSettings(this.#reader);
    const day = queueDay(settings, this.#ports.now());
    const first = await firstDue(this.#ports, this.#siteId, day);
    const open = (await this.#reader.openRuns()).find(({ run }) => run.trigger === 'inventory');
    const isToDo = first !== null && settings.releaseOnInventoryChange && !settings.pauseReleases;
    if (open !== undefined && (!isToDo || open.run.settingsVersion !== version)) {
      await endRun(this.#ports, this.#siteId, open, 'COMPLETED');
      return isToDo;
    }
    if (!isToDo) return false;
    const run = open ?? (await this.#startForChanges());
    const { shipments } = await this.#reader.due(day, PAGE);
    await this.#patience.before(shipments[0]);
    if (shipments.length > 0) await this.#step(run, shipments);
    return true;
  }

  async #startForChanges(): Promise<OpenRun> {
    const request = { trigger: 'inventory', policy: null, dryRun: false, scope: {} } as const;
    const run = newRun(this.#ports, request, await readSettings(this.#reader), null);
    const correlationId = this.#ports.newId();
    return this.#ports.store.transaction(
      this.#siteId,
      async (tx) => (await startRun(tx, run, correlationId))!,
    );
  }

  /**
   * Makes a step of the run that was worked on the longest time ago.
   *
   * @param only of this run
   * @returns false where there is none
   */
  async stepOfRuns(only?: string): Promise<boolean> {
    const isMeant = ({ run: { runId, trigger } }: OpenRun) =>
      only === undefined ? trigger !== 'inventory' : runId === only;
    const open = (await this.#reader.openRuns()).find(isMeant);
    if (open === undefined) return false;
    try {
      const { dryRun } = open.run;
      // The brake ends a run where it is; whoever is left is tried once it is off.
      if (!dryRun && (await isPaused(this.#reader))) {
        await endRun(this.#ports, this.#siteId, open, 'COMPLETED');
        return true;
      }
      // Whom changes speak of, whether they release anything or not: a dry run is worked on alone, and nobody else has looked.
      if (dryRun) await firstDue(this.#ports, this.#siteId, queueDay(open.run.settings, this.#ports.now()));
      const places = await runPage(this.#reader, open, this.#ports.now(), PAGE);
      if (places.length > 0) await this.#step(open, places);
      else await endRun(this.#ports, this.#siteId, open, 'COMPLETED');
    } catch (error) {
      if (isElsewhere(error)) throw error;
      await this.#fail(open, error);
    }
    return true;
  }

  /** Counts a step that broke; a run whose steps break again and again ends. */
  async #fail(open: OpenRun, error: unknown): Promise<void> {
    const { runId } = open.run;
    const failures = open.progress.failures + 1;
    this.#ports.log?.error({ err: error, runId, failures }, 'a step of a run failed');
    if (failures >= MOST_FAILURES) return void (await endRun(this.#ports, this.#siteId, open, 'FAILED'));
    const progress = { ...open.progress, failures };
    await this.#ports.store.transaction(this.#siteId, (tx) => tx.advanceRun({ ...open, progress }));
  }

  /** Tries shipments of a run, as many as fit into a step. */
  async #step(open: OpenRun, places: readonly QueuePosition[]): Promise<void> {
    const { run, progress } = open;
    const options = optionsOf(run, this.#siteId, progress.correlationId);
    const endsAt = Date.parse(this.#ports.now()) + STEP_MS;
    const isLate = () => Date.parse(this.#ports.now()) >= endsAt;
    const oneByOne = async (from: OpenRun, some: readonly QueuePosition[]) => {
      let behind = from;
      for (const place of some) {
        behind = await tryOne(this.#ports, behind, options, place);
        if (isLate()) return;
      }
    };
    if (!run.dryRun && isTriedAlone(run.settings)) return oneByOne(open, places);
    const before = run.dryRun ? await this.#takenBy(open) : null;
    const { stock, queue: gone = null } = before?.copy() ?? { stock: new DryRunStock() };
    const further = await this.#further(open, options, places);
    const ahead = this.#ahead.get(run.runId) ?? null;
    this.#ahead.delete(run.runId);
    const page = await decidePage(this.#ports, options, { places, further, ahead }, stock, isLate, gone);
    // The brake may have been pulled while they were decided.
    if (!run.dryRun && (await isPaused(this.#reader))) return;
    const decided = run.dryRun ? page : beforeFirstToPlace(page);
    if (decided.tried.length === 0) return oneByOne(open, places.slice(0, 1));
    try {
      const behind = await carryOutPage(this.#ports, this.#siteId, open, options, decided);
      if (before !== null) this.#keepTaken(behind, before, decided.tried);
      if (page.ahead.planned.size > 0) this.#ahead.set(run.runId, page.ahead);
    } catch (error) {
      if (isElsewhere(error)) throw error;
      // What breaks the transaction of many may be one shipment's trouble: then each has its own.
      if (!(error instanceof ChangedMeanwhile)) return oneByOne(open, places);
      const held = beforeFirstPlan(decided);
      if (held.tried.length > 0) await carryOutPage(this.#ports, this.#siteId, open, options, held);
      else await oneByOne(open, places.slice(0, 1));
    }
  }

  /** Those behind a page that are decided with it: none where that makes no difference, or was done before. */
  async #further(
    open: OpenRun,
    { isByChange, settings, policy }: PageOptions,
    places: readonly QueuePosition[],
  ): Promise<QueuePosition[]> {
    const [first, last] = [places[0]!, places.at(-1)!];
    if (places.length < PAGE || isEachAlone({ isByChange, settings, policy })) return [];
    if (this.#ahead.get(open.run.runId)?.planned.has(first.shipmentNumber)) return [];
    const now = this.#ports.now();
    const next = isByChange
      ? (await this.#reader.due(queueDay(settings, now), AHEAD)).shipments
      : await runPage(this.#reader, open, now, AHEAD);
    return next.filter((place) => comesBefore(last, place));
  }

  #keepTaken({ run }: OpenRun, dry: DryRun, tried: readonly Tried[]): void {
    const plans = tried.flatMap(({ proposed }) => (proposed === null ? [] : [proposed]));
    dry.note(plans, run.settings);
    this.#taken.set(run.runId, { tried: run.counts.tried, dry });
  }

  /** What a dry run's plans have come to so far: kept here, or put together from its items after another worked on it. */
  async #takenBy({ run }: OpenRun): Promise<DryRun> {
    const known = this.#taken.get(run.runId);
    if (known?.tried === run.counts.tried) return known.dry;
    return dryRunOf(this.#reader, run);
  }
}

/**
 * Works on a site: first on whom changes have made undecided, then on its runs in turns, a step each. A step is one
 * transaction and takes seconds at most; a run that lost its worker goes on behind its last step.
 *
 * @param claimed the claim on the site, which is renewed meanwhile
 * @param isOver asked before each step
 * @param work what is known of the site from earlier claims
 * @returns whether there is more to do; true where another has taken the site meanwhile
 * @throws StoreError, EngineError; the runs go on later
 */
export async function workOnSite(
  ports: ReleasePorts,
  claimed: ClaimedQueue,
  isOver: () => boolean | Promise<boolean>,
  work: SiteWork = new SiteWork(ports, claimed.siteId),
): Promise<boolean> {
  return unlessTaken(() => workInTurns(ports, claimed, isOver, work));
}

async function workInTurns(
  ports: ReleasePorts,
  claimed: ClaimedQueue,
  isOver: () => boolean | Promise<boolean>,
  work: SiteWork,
): Promise<boolean> {
  let renewedAt = Date.parse(ports.now());
  let changes = 0;
  for (;;) {
    if (await isOver()) return true;
    const nowMs = Date.parse(ports.now());
    if (nowMs - renewedAt >= LEASE_MS / 3) {
      await ports.store.renewQueue(claimed, LEASE_MS);
      renewedAt = nowMs;
    }
    const hasChanges = await work.stepOfChanges();
    changes = hasChanges ? changes + 1 : 0;
    if (hasChanges && changes < CHANGES_IN_A_ROW) continue;
    changes = 0;
    if (!(await work.stepOfRuns()) && !hasChanges) return false;
  }
}

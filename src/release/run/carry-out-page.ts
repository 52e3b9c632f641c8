import type { SiteId } from '../../domain/ids.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import { applyReleases } from '../carry-out/apply.ts';
import { leavingToOthers } from '../carry-out/leaving-to-others.ts';
import { type LockedPlans, lockPlans } from '../carry-out/lock-plans.ts';
import type { AttemptOptions, AttemptResult } from '../carry-out/options.ts';
import type { Release } from '../carry-out/proposal.ts';
import { ChangedMeanwhile, productsOf } from '../changed-meanwhile.ts';
import type { OpenRun } from '../ports/runs.ts';
import type { StoreTransaction } from '../ports/store.ts';
import { readPassed } from '../queue/passed.ts';
import { queueDay } from '../queue/queue-day.ts';
import type { ReleasePorts } from '../service-ports.ts';
import type { DecidedPage } from './page.ts';
import { type RunStep, stepOf, withResult, writeStep } from './run-step.ts';
import type { Tried } from './tried.ts';

const isPlan = ({ proposed }: Tried): boolean => proposed !== null && proposed.decision.decision !== 'held';

/** What a plan's FUTURE shipment held before. */
const givenUp = ({ proposal: { givesBack = [] } }: Release) => givesBack;

/** What came of a plan that was carried out. */
const released = ({ result, proposed }: Tried, after: ShipmentRecord): AttemptResult => ({
  ...result,
  shipment: after,
  newChildNumbers: after.childShipmentNumbers.slice(proposed!.shipment.childShipmentNumbers.length),
});

/** The plans as they are carried out, each with whom a person lets it pass that is not released with it. */
async function plansWithPassed(
  tx: StoreTransaction,
  plans: readonly Tried[],
  { settings, mayPass }: AttemptOptions,
  now: string,
): Promise<Release[]> {
  const here = new Set(plans.map(({ place }) => place.shipmentNumber));
  const releases: Release[] = [];
  for (const { proposed } of plans) {
    const { shipment } = proposed!;
    const codes = productsOf(shipment.items);
    const before = mayPass ? await readPassed(tx, shipment, codes, settings, now) : [];
    const passed = before.filter((number) => !here.has(number));
    releases.push({ proposal: { ...proposed!, passed }, authorizationId: null });
  }
  return releases;
}

/**
 * Locks the plans of a page, up to the first that is not as it was decided any more, or takes what somebody before it may
 * want by now: who stood before the page, comes between, or was held on it a moment ago.
 *
 * @throws ChangedMeanwhile where that is the first plan, or its day is over
 */
async function lockPage(
  tx: StoreTransaction,
  releases: readonly Release[],
  { settings, mayPass }: AttemptOptions,
  { inHand, today }: DecidedPage,
  now: string,
): Promise<LockedPlans> {
  const locked = await lockPlans(tx, releases);
  if (mayPass) return locked;
  const day = queueDay(settings, now);
  // With the day those on the page may be undecided whose day has come.
  if (day.today !== today) throw new ChangedMeanwhile('the day');
  return leavingToOthers(tx, locked, { day, inHand });
}

/** Writes down why those that wait do. */
async function writeWaits(
  tx: StoreTransaction,
  tried: readonly Tried[],
  settingsVersion: number,
): Promise<void> {
  await tx.recordWaiting(
    tried.flatMap(({ wait }) => (wait === null ? [] : [wait])),
    settingsVersion,
  );
  const toMark = tried.filter((each) => each.isToBeMarked).map(({ place }) => place.shipmentNumber);
  if (toMark.length > 0) await tx.triggerShipments(toMark);
}

/**
 * Carries out the plans of a page, writes down why the others wait, and the step of the run: all in one transaction,
 * and of the page as much as comes before the first plan that is not as it was decided any more.
 *
 * @returns the run behind what was carried out
 * @throws ChangedMeanwhile where that is the first plan; RunTaken where another works on the run
 */
export async function carryOutPage(
  ports: ReleasePorts,
  siteId: SiteId,
  open: OpenRun,
  options: AttemptOptions,
  decided: DecidedPage,
): Promise<OpenRun> {
  const now = ports.now();
  const { tried } = decided;
  const { dryRun } = open.run;
  const plans = dryRun ? [] : tried.filter(isPlan);
  const context = { now, newId: ports.newId, correlationId: options.correlationId };
  return ports.store.transaction(siteId, async (tx) => {
    const releases = await plansWithPassed(tx, plans, options, now);
    const locked = releases.length === 0 ? null : await lockPage(tx, releases, options, decided, now);
    const parents = locked === null ? [] : await applyReleases(tx, siteId, locked, context);
    const stale = plans[parents.length];
    const covered = stale === undefined ? tried : tried.slice(0, tried.indexOf(stale));
    const afterOf = new Map(parents.map((parent, index) => [plans[index], parent]));
    let step: RunStep = stepOf(open);
    for (const each of covered) {
      const after = afterOf.get(each);
      step = withResult(step, each.place, after === undefined ? each.result : released(each, after));
    }
    if (!dryRun) await writeWaits(tx, covered, options.settingsVersion);
    // Only now: what improved shipments have given up is nobody's want on this page.
    await tx.appendTriggers(productsOf(releases.slice(0, parents.length).flatMap(givenUp)));
    return writeStep(tx, step, now);
  });
}

/** The part of a page before its first plan, which changes no stock; empty where it begins with one. */
export const beforeFirstPlan = (decided: DecidedPage): DecidedPage => {
  const first = decided.tried.findIndex(isPlan);
  return first === -1 ? decided : { ...decided, tried: decided.tried.slice(0, first) };
};

/** The part of a page before the first order that is to be placed on, which is done for each alone. */
export function beforeFirstToPlace(decided: DecidedPage): DecidedPage {
  const first = decided.tried.findIndex((each) => each.isToBePlaced);
  return first === -1 ? decided : { ...decided, tried: decided.tried.slice(0, first) };
}

import type { SiteId } from '../../domain/ids.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import { applyReleases, type Release, releasesOf } from '../carry-out/apply.ts';
import type { AttemptOptions, AttemptResult } from '../carry-out/options.ts';
import { ChangedMeanwhile, productsOf } from '../changed-meanwhile.ts';
import type { OpenRun } from '../ports/runs.ts';
import type { StoreTransaction } from '../ports/store.ts';
import { assertReleasesLeft } from '../queue/left-releases.ts';
import { readPassed } from '../queue/passed.ts';
import { queueDay } from '../queue/queue-day.ts';
import type { ReleasePorts } from '../service-ports.ts';
import type { decidePage } from './page.ts';
import { type RunStep, stepOf, withResult, writeStep } from './run-step.ts';
import type { Tried } from './tried.ts';

type Decided = Awaited<ReturnType<typeof decidePage>>;

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
 * Makes sure that nobody who stands before the page wants more of what its plans take than when it was decided.
 *
 * @throws ChangedMeanwhile where somebody does
 */
async function assertNobodyBefore(
  tx: StoreTransaction,
  { settings, mayPass }: AttemptOptions,
  { tried, wants }: Decided,
  plans: readonly Tried[],
  now: string,
): Promise<void> {
  if (mayPass || plans.length === 0) return;
  const productCodes = productsOf(plans.flatMap(({ proposed }) => proposed!.shipment.items));
  const day = queueDay(settings, now);
  const wanted = await tx.undecidedWants({ productCodes, before: tried[0]!.place, day });
  for (const [code, units] of wanted) {
    if (units > (wants.get(code) ?? 0)) throw new ChangedMeanwhile(`what is wanted of ${code}`);
  }
}

/**
 * Makes sure that the plans leave those who stand before the page what they may want of a location's day. Asked before
 * anything is taken: those who could go then count.
 *
 * @throws ChangedMeanwhile where they do not
 */
async function assertDayLeft(
  tx: StoreTransaction,
  { settings, mayPass }: AttemptOptions,
  { tried }: Decided,
  plans: readonly Tried[],
  now: string,
): Promise<void> {
  if (mayPass || plans.length === 0) return;
  const releases = plans.map(({ proposed }) => ({
    dayLimits: proposed!.dayLimits,
    made: releasesOf({ proposal: proposed! }),
  }));
  // Also to those of the page that were held a moment ago, and are no longer.
  const inHand = tried.map(({ place }) => place.shipmentNumber);
  await assertReleasesLeft(tx, releases, plans.at(-1)!.place, queueDay(settings, now), inHand);
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
  decided: Decided,
): Promise<OpenRun> {
  const now = ports.now();
  const { tried } = decided;
  const { dryRun } = open.run;
  const plans = dryRun ? [] : tried.filter(isPlan);
  const context = { now, newId: ports.newId, correlationId: options.correlationId };
  return ports.store.transaction(siteId, async (tx) => {
    await assertDayLeft(tx, options, decided, plans, now);
    const releases = await plansWithPassed(tx, plans, options, now);
    const parents = releases.length === 0 ? [] : await applyReleases(tx, siteId, releases, context);
    await assertNobodyBefore(tx, options, decided, plans.slice(0, parents.length), now);
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
export const beforeFirstPlan = (decided: Decided): Decided => {
  const first = decided.tried.findIndex(isPlan);
  return first === -1 ? decided : { ...decided, tried: decided.tried.slice(0, first) };
};

/** The part of a page before the first order that is to be placed on, which is done for each alone. */
export function beforeFirstToPlace(decided: Decided): Decided {
  const first = decided.tried.findIndex((each) => each.isToBePlaced);
  return first === -1 ? decided : { ...decided, tried: decided.tried.slice(0, first) };
}

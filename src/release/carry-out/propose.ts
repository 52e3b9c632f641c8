import type { CalendarDate } from '../../domain/calendar.ts';
import type { Decision, HeldLine } from '../../domain/decision.ts';
import type { ProductCode } from '../../domain/ids.ts';
import type { SiteSettings } from '../../domain/site/settings.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import { type AttemptContext, attemptRequest, type SiteStock } from '../../routing/attempt-request.ts';
import { withSwitches } from '../../routing/switches.ts';
import { productsOf } from '../changed-meanwhile.ts';
import { type DayLimits, fullLocations, LOCATION_DAY_FULL, readPlaces } from '../day-limits.ts';
import type { StoreReader } from '../ports/store.ts';
import { queueDay } from '../queue/queue-day.ts';
import { readWanted, type Takeable, takeable } from '../queue/takeable.ts';
import { nextTryDay, unknownProducts } from '../queue/waiting.ts';
import type { ReleasePorts } from '../service-ports.ts';
import { readProducts } from '../site-view.ts';
import { nextDay, toldToday } from '../told-today.ts';
import { decide, heldBack, isTooUncertain } from './decide.ts';
import { readFamily, withoutFamily } from './family.ts';
import type { AttemptOptions } from './options.ts';
import type { Proposal } from './proposal.ts';

/** What an attempt is decided with, and what its plan is carried out against. */
interface Basis extends Pick<Proposal, 'family' | 'versions' | 'dayLimits'> {
  readonly context: AttemptContext;
}

/** Reads all that an attempt is decided with. */
export async function readBasis(
  ports: ReleasePorts,
  reader: StoreReader,
  shipment: ShipmentRecord,
  settings: SiteSettings,
  explain: 'none' | 'reasons' | 'full',
): Promise<Basis> {
  const family = await readFamily(reader, shipment, settings);
  const codes = productsOf(shipment.items);
  // Stock first: its versions also count the switches of the products.
  const stock = await reader.stockOf(codes);
  const products = await readProducts(reader, codes);
  const now = ports.now();
  const { locations, dayLimits } = await readPlaces(reader, settings, now);
  const context = {
    settings: withoutFamily(settings, family),
    locations,
    full: fullLocations(dayLimits),
    stock,
    products,
    now,
    timeLimitMs: ports.attemptTimeLimitMs,
    explain,
  };
  return { family, versions: stock.versions, dayLimits, context };
}

/** Why a shipment is held that might go by what is there. */
type BlockedBy = 'BEING_DECIDED' | 'BEHIND_OTHERS' | typeof LOCATION_DAY_FULL | 'UNPROVEN' | 'SCHEDULE_ONLY';

/** A plan, and where it is none what the shipment waits for. */
export interface Proposed extends Proposal {
  /**
   * `BEING_DECIDED`: undecided shipments before it may want what it is held for. `BEHIND_OTHERS`: what there is would
   * release it, and is kept for those before it. `LOCATION_DAY_FULL`: it could go, were it not that locations have
   * released as many as they may today. `UNPROVEN`: its plan is further from what is proven than the site
   * allows. `SCHEDULE_ONLY`: a part of it may go with the next run. Null: nothing of these.
   */
  readonly blockedBy: BlockedBy | null;
  /** First day on which time alone may change that it is held. */
  readonly nextTryDay: CalendarDate | null;
  /** Products of it that nobody has entered and no stock names. */
  readonly unknownProducts: readonly ProductCode[];
}

/** Whether only whole shipments are released: where parts are released by runs only, and a change has asked. */
export const isWholeOnly = ({ partialReleaseOn }: SiteSettings, isByChange: boolean): boolean =>
  isByChange && partialReleaseOn === 'schedule';

/** What one attempt is decided on. */
interface Basing {
  readonly basis: Basis;
  /** What it may take of the stock of the basis. */
  readonly takeable: Takeable;
  /** A change has asked for it, and no run. */
  readonly isByChange: boolean;
  /** A release that was decided together with others; left out: it is decided here, alone. */
  readonly planned?: Decision | undefined;
}

/** The day on which time alone may change that a shipment is held. */
function dayOfNextTry(
  shipment: ShipmentRecord,
  context: AttemptContext,
  blockedBy: BlockedBy | null,
  { day }: DayLimits,
): CalendarDate | null {
  // Whatever else it waits for: on the next day every location may release again.
  return blockedBy === LOCATION_DAY_FULL ? nextDay(day) : nextTryDay(shipment, context);
}

/** Decides on what was read. */
export async function proposeOn(
  ports: ReleasePorts,
  shipment: ShipmentRecord,
  {
    basis: { family, versions, dayLimits, context },
    takeable: { stock, full, isUndecided, isKept, leaves },
    isByChange,
    planned,
  }: Basing,
): Promise<Proposed> {
  const { settings } = context;
  const isWhole = isWholeOnly(settings, isByChange);
  const decideOn = (there: SiteStock, given = context, whole = isWhole) => {
    const asked = { ...given, stock: there };
    const request = whole ? attemptRequest(shipment, asked, 'none') : attemptRequest(shipment, asked);
    return decide(ports, request, settings);
  };
  const behind = { ...context, full };
  let decision = planned ?? (await decideOn(stock, behind));
  let blockedBy: BlockedBy | null = null;
  if (decision.decision === 'held' && isUndecided) blockedBy = 'BEING_DECIDED';
  else if (decision.decision === 'held' && isKept) {
    const alone = await decideOn(context.stock);
    if (alone.decision === 'held') decision = alone;
    else blockedBy = 'BEHIND_OTHERS';
  }
  if (blockedBy === null) {
    const told = await toldToday(decision, shipment, context, dayLimits, (later) => decideOn(stock, later));
    if (told.isForToday) blockedBy = LOCATION_DAY_FULL;
    decision = told.decision;
  }
  const mayPart = isWhole && settings.releaseBackorderJob.partialReleaseEnabled;
  if (blockedBy === null && mayPart && decision.hold?.lines.some(isPartlyKnown)) {
    // What is there may be too little for a part: a line goes whole, a part has its fewest units. And a part may go on
    // another day than all of it: what is told is what an attempt by hand or the next run would say.
    const part = await decideOn(stock, behind, false);
    if (part.decision === 'held') decision = part;
    else blockedBy = 'SCHEDULE_ONLY';
  }
  if (decision.decision !== 'held' && isTooUncertain(decision, settings)) {
    blockedBy = 'UNPROVEN';
    decision = heldBack(decision);
  }
  // What is carried out is what was decided on: lines as their products are now.
  const items = withSwitches(shipment.items, context.products);
  const isHeld = decision.decision === 'held';
  return {
    shipment: { ...shipment, items },
    family,
    versions,
    dayLimits,
    decision,
    leaves,
    blockedBy,
    nextTryDay: isHeld ? dayOfNextTry(shipment, context, blockedBy, dayLimits) : null,
    unknownProducts: isHeld ? unknownProducts(shipment.items, context) : [],
  };
}

/** How a plan is proposed. */
interface Proposing extends Pick<AttemptOptions, 'settings' | 'explain' | 'mayPass' | 'isByChange'> {
  /** It was kept behind others when it was placed, and still is. */
  readonly isBehind?: boolean;
}

/** What one may take that a person lets pass whoever else wants it. */
export const allThatIsThere = ({ stock, full }: Pick<AttemptContext, 'stock' | 'full'>): Takeable => ({
  stock,
  full,
  isUndecided: false,
  isKept: false,
  leaves: new Map(),
});

/** What the attempt may take, by its place in the queue. */
async function readTakeable(
  reader: StoreReader,
  shipment: ShipmentRecord,
  { dayLimits, context: { settings, full, stock, products, now } }: Basis,
  { mayPass, isBehind = false }: Proposing,
): Promise<Takeable> {
  if (mayPass) return allThatIsThere({ stock, full });
  const yieldsTo = isBehind && settings.newOrders === 'after-all-waiting' ? 'all' : 'undecided';
  const productCodes = productsOf(shipment.items);
  const place = { before: shipment, productCodes, settings, dayLimits, now, yieldsTo } as const;
  const left = takeable(stock, await readWanted(reader, place), products, dayLimits);
  if (yieldsTo === 'undecided') return left;
  // What is left to all of them is left to the undecided ones among them, too.
  const asked = { productCodes, before: shipment, day: queueDay(settings, now) };
  return { ...left, leaves: await reader.undecidedWants(asked) };
}

/** Whether anything is there for a line, or expected on any day. */
const isPartlyKnown = ({ currentAvailable, futureEligible, futureBeyondLimit }: HeldLine): boolean =>
  currentAvailable + futureEligible + futureBeyondLimit > 0;

/** Decides on what the reader sees; nothing is changed. */
export async function propose(
  ports: ReleasePorts,
  reader: StoreReader,
  shipment: ShipmentRecord,
  proposing: Proposing,
): Promise<Proposed> {
  const { settings, explain } = proposing;
  const basis = await readBasis(ports, reader, shipment, settings, explain);
  const takeable = await readTakeable(reader, shipment, basis, proposing);
  return proposeOn(ports, shipment, { basis, takeable, isByChange: proposing.isByChange });
}

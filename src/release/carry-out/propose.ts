import { type CalendarDate, calendarDayOf } from '../../domain/calendar.ts';
import type { SiteSettings } from '../../domain/site/settings.ts';
import type { ShipmentRecord } from '../../domain/site/shipment.ts';
import { type AttemptContext, attemptRequest, type SiteStock } from '../../routing/attempt-request.ts';
import { withSwitches } from '../../routing/switches.ts';
import { productsOf } from '../changed-meanwhile.ts';
import type { StoreReader } from '../ports/store.ts';
import { readTakeable } from '../queue/takeable.ts';
import { nextTryDay } from '../queue/waiting.ts';
import type { ReleasePorts } from '../service-ports.ts';
import { readLocations, readProducts } from '../site-view.ts';
import type { Proposal } from './apply.ts';
import { readFamily, withoutFamily } from './family.ts';
import type { AttemptOptions } from './options.ts';

/** What an attempt is decided with, and what its plan is carried out against. */
interface Basis extends Pick<Proposal, 'family' | 'versions'> {
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
  const context = {
    settings: withoutFamily(settings, family),
    locations: await readLocations(reader),
    stock,
    products,
    now: ports.now(),
    timeLimitMs: ports.attemptTimeLimitMs,
    explain,
  };
  return { family, versions: stock.versions, context };
}

/** A plan, and where it is none what the shipment waits for. */
export interface Proposed extends Proposal {
  /** Undecided shipments before it may want what it is held for: it is not decided yet. */
  readonly isUndecided: boolean;
  /** First day on which time alone may change that it is held. */
  readonly nextTryDay: CalendarDate | null;
}

/** What one attempt of several is decided on. */
interface Basing {
  readonly basis: Basis;
  /** The stock of the basis as far as this attempt may take it. */
  readonly takeable: SiteStock;
  /** Undecided shipments before it want some of the stock. */
  readonly isUndecided: boolean;
}

/** Decides on what was read. */
export async function proposeOn(
  ports: ReleasePorts,
  shipment: ShipmentRecord,
  { basis: { family, versions, context }, takeable, isUndecided }: Basing,
): Promise<Proposed> {
  const decision = await ports.decide(attemptRequest(shipment, { ...context, stock: takeable }));
  // What is carried out is what was decided on: lines as their products are now.
  const items = withSwitches(shipment.items, context.products);
  const isHeld = decision.decision === 'held';
  return {
    shipment: { ...shipment, items },
    family,
    versions,
    decision,
    isUndecided: isHeld && isUndecided,
    nextTryDay: isHeld ? nextTryDay(shipment, context) : null,
  };
}

/** Decides on what the reader sees; nothing is changed. */
export async function propose(
  ports: ReleasePorts,
  reader: StoreReader,
  shipment: ShipmentRecord,
  { settings, explain, mayPass }: Pick<AttemptOptions, 'settings' | 'explain' | 'mayPass'>,
): Promise<Proposed> {
  const basis = await readBasis(ports, reader, shipment, settings, explain);
  const { stock, now } = basis.context;
  const today = calendarDayOf(now, settings.timeZone);
  const codes = productsOf(shipment.items);
  const { stock: takeable, isUndecided } = mayPass
    ? { stock, isUndecided: false }
    : await readTakeable(reader, stock, codes, shipment, today);
  return proposeOn(ports, shipment, { basis, takeable, isUndecided });
}

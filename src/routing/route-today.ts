import type { LocationCode } from '../domain/ids.ts';
import type { AttemptContext, DecideAttempt } from './attempt-request.ts';
import { type RoutedOrder, type Routing, routeOrder } from './route-order.ts';
import { withhold } from './withhold.ts';

const NONE: ReadonlySet<LocationCode> = new Set();

/** The attempt as if no location had released as many as it may today. */
export const onAnotherDay = <Context extends Pick<AttemptContext, 'full'>>(context: Context): Context => ({
  ...context,
  full: NONE,
});

/**
 * Whether a location that is full for today matters to an attempt: something that it wants is there or expected there, or
 * it is picked up there.
 */
export const isFullWhereItGoes = (
  { full, stock }: Pick<AttemptContext, 'full' | 'stock'>,
  pickupLocationCode: LocationCode | null,
): boolean =>
  full.size > 0 &&
  ((pickupLocationCode !== null && full.has(pickupLocationCode)) ||
    [...stock.current, ...stock.lots].some(({ locationCode }) => full.has(locationCode)));

/**
 * Places an order like {@link routeOrder}, and lets wait for the next day what only locations could fulfil that have
 * released as many as they may today: a limit on a day's work cancels nothing.
 */
export async function routeToday(
  order: RoutedOrder,
  context: AttemptContext,
  decide: DecideAttempt,
): Promise<Routing> {
  const routing = await routeOrder(order, context, decide);
  if (routing.afterAction === null || !isFullWhereItGoes(context, order.pickupLocationCode)) return routing;
  const later = await routeOrder(order, onAnotherDay(context), decide);
  return later.afterAction === null || later.some > routing.some ? withhold(later, order) : routing;
}

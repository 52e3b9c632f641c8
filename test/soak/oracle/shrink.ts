import type { OptimizeRequestInput } from '../../../src/domain/optimize-request.ts';

/** Every request that is a little smaller: a line, a place, a row or a setting less, or fewer units. */
function* smaller(request: OptimizeRequestInput): Generator<OptimizeRequestInput> {
  const { shipment, settings = {} } = request;
  const without = <Item>(items: readonly Item[], from: number, count: number) => [
    ...items.slice(0, from),
    ...items.slice(from + count),
  ];
  const lists = ['inventory', 'futureInventory', 'locations'] as const;
  for (const list of lists) {
    const rows: readonly unknown[] = request[list] ?? [];
    for (let size = Math.ceil(rows.length / 2); size >= 1; size = Math.floor(size / 2)) {
      for (let from = 0; from < rows.length; from += size)
        yield { ...request, [list]: without(rows, from, size) };
    }
  }
  const { items } = shipment;
  const withItems = (changed: typeof items): OptimizeRequestInput => ({
    ...request,
    shipment: { ...shipment, items: changed },
  });
  for (let at = 0; at < items.length && items.length > 1; at++) yield withItems(without(items, at, 1));
  for (const name of Object.keys(settings)) {
    const rest = Object.fromEntries(Object.entries(settings).filter(([key]) => key !== name));
    if (name !== 'futureInventoryEnabled') yield { ...request, settings: rest };
  }
  for (const [at, item] of items.entries()) {
    const { lineId, productCode, quantity } = item;
    for (const name of Object.keys(item)) {
      if (name in { lineId, productCode, quantity }) continue;
      const rest = Object.fromEntries(Object.entries(item).filter(([key]) => key !== name));
      yield withItems(items.with(at, rest as typeof item));
    }
    if (quantity > 1) yield withItems(items.with(at, { ...item, quantity: Math.ceil(quantity / 2) }));
    if (quantity > 1) yield withItems(items.with(at, { ...item, quantity: quantity - 1 }));
  }
}

/** The smallest request it gets to, one step after another, of which something still holds. */
export async function shrink(
  request: OptimizeRequestInput,
  holds: (request: OptimizeRequestInput) => Promise<boolean>,
  untilMs: number,
): Promise<OptimizeRequestInput> {
  let least = request;
  for (let goesOn = true; goesOn && performance.now() < untilMs; ) {
    goesOn = false;
    for (const next of smaller(least)) {
      if (performance.now() >= untilMs) break;
      if (!(await holds(next))) continue;
      least = next;
      goesOn = true;
      break;
    }
  }
  return least;
}

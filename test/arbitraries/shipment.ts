import fc from 'fast-check';
import type { OptimizeRequestInput } from '../../src/domain/optimize-request.ts';
import type { Size } from './sizes.ts';

/** Codes whose written order is neither the alphabet's nor that of their numbers. */
export const LOCATION_CODES = ['B', 'A', 'Z10', 'Z9', 'a', 'b-2', 'Ä', 'C', 'D', 'E', 'F', '7'];
const PRODUCT_CODES = ['KTP', 'KTP2', 'KTP3', 'ktp', 'P-1', 'P-2', 'P-3', 'P-4', 'P-5', 'P-6', 'P-7', 'P-8'];
const LINE_IDS = [3, 1, 2, 10, 20, 5, 4, 7, 100, 6, 8, 9];

type Shipment = OptimizeRequestInput['shipment'];
type Item = Shipment['items'][number];
type GroupRule = NonNullable<Shipment['itemDependencies']>[number];

/** Mostly `usual`, one in `odds` the other way round. */
export const mostly = (usual: boolean, odds: number): fc.Arbitrary<boolean> =>
  fc.nat(odds - 1).map((draw) => (draw === odds - 1 ? !usual : usual));

/** A few of the codes; mostly none. */
const fewOf = (codes: readonly string[]): fc.Arbitrary<string[]> =>
  fc.oneof(
    { weight: 7, arbitrary: fc.constant<string[]>([]) },
    { weight: 1, arbitrary: fc.shuffledSubarray([...codes], { maxLength: Math.min(2, codes.length) }) },
  );

/** Few distinct quantities, so that plans tie. */
const quantityOf = ({ quantity }: Size): fc.Arbitrary<number> =>
  fc.oneof(fc.constantFrom(1, 2), fc.integer({ min: 1, max: quantity }));

/** An even quantity of a line that is kept together with others, so that groups make more than one kit. */
const pairIfGrouped = (line: Item): Item =>
  line.itemDependency === null ? line : { ...line, quantity: line.quantity + (line.quantity % 2) };

/** How some of the groups of the lines are shipped. */
function rulesOf(items: readonly Item[]): fc.Arbitrary<GroupRule[]> {
  const groups = [...new Set(items.map((line) => line.itemDependency))].filter((name) => name != null);
  const rule = (itemDependency: string) =>
    fc.option(
      fc.constantFrom('together' as const, 'together' as const, 'independently' as const).map((ship) => ({
        itemDependency,
        ship,
      })),
      { freq: 2 },
    );
  return fc.tuple(...groups.map(rule)).map((rules) => rules.filter((drawn) => drawn !== null));
}

function itemsOf(size: Size, locations: readonly string[]): fc.Arbitrary<Shipment['items']> {
  // Fewer products than lines, so that lines often share one.
  const products = PRODUCT_CODES.slice(0, Math.max(1, Math.ceil(size.lines * 0.7)));
  const line = fc.record({
    productCode: fc.constantFrom(...products),
    quantity: quantityOf(size),
    allowsFutureAllocate: mostly(true, 8),
    manageStock: mostly(true, 10),
    itemDependency: fc.constantFrom(null, null, null, null, 'kit', 'set'),
    excludedLocationCodes: fewOf(locations),
    excludedFutureLocationCodes: fewOf(locations),
  });
  return fc
    .tuple(
      fc.array(line, { minLength: 1, maxLength: size.lines, size: 'max' }),
      fc.shuffledSubarray(LINE_IDS.slice(0, size.lines), { minLength: size.lines }),
    )
    .map(([lines, ids]) => lines.map((rest, index) => ({ lineId: ids[index]!, ...rest })))
    .chain((lines) =>
      fc.tuple(mostly(false, 6), mostly(true, 3)).map(([isOneKit, inPairs]) => {
        const grouped = isOneKit ? lines.map((line) => ({ ...line, itemDependency: 'kit' })) : lines;
        return inPairs ? grouped.map(pairIfGrouped) : grouped;
      }),
    );
}

/** Draws a shipment whose pickup location, if it is one, is among the locations. */
export function shipmentOf(size: Size, locations: readonly string[]): fc.Arbitrary<Shipment> {
  return fc
    .tuple(itemsOf(size, locations), mostly(false, 5), fc.constantFrom(...locations), mostly(false, 10))
    .chain((drawn) => rulesOf(drawn[0]).map((rules) => [...drawn, rules] as const))
    .map(([items, isPickup, location, isAssigned, itemDependencies]) => ({
      shipmentNumber: 1001,
      shipmentType: isPickup ? ('BOPIS' as const) : ('STH' as const),
      fulfillmentLocationCode: isPickup || isAssigned ? location : null,
      itemDependencies,
      items,
    }));
}

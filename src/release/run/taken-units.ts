import type { ChildShipment } from '../../domain/decision.ts';
import type { FutureInventoryId, LocationCode, ProductCode } from '../../domain/ids.ts';

/** Units that a plan takes from one source. */
export interface TakenUnits {
  /** Null: what needs no stock. */
  readonly locationCode: LocationCode | null;
  readonly productCode: ProductCode;
  /** Null: current stock. */
  readonly futureInventoryId: FutureInventoryId | null;
  readonly quantity: number;
}

/** What a plan takes, allocation by allocation. */
export const takenBy = ({ children }: { readonly children: readonly ChildShipment[] }): TakenUnits[] =>
  children.flatMap(({ fulfillmentLocationCode: locationCode, items, allocations }) => {
    const productOf = new Map(items.map((item) => [item.lineId, item.productCode]));
    return allocations.map(({ lineId, quantity, futureInventoryId }) => ({
      locationCode,
      productCode: productOf.get(lineId)!,
      futureInventoryId,
      quantity,
    }));
  });

/** A source as a key of a map; no code holds the character between them, which no text of a site may. */
export const sourceKey = ({
  locationCode,
  productCode,
  futureInventoryId,
}: Omit<TakenUnits, 'quantity'>): string =>
  `${locationCode ?? ''}\u0000${productCode}\u0000${futureInventoryId ?? ''}`;

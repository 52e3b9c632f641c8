import type { LocationCode, ProductCode } from '../../domain/ids.ts';
import type { StockRow } from '../../domain/site/stock.ts';
import type { StockHolder, StockReader } from '../ports/stock.ts';
import { placeKeyOf } from '../promises/divide.ts';

/** Current stock of which shipments hold more than there is. */
export interface Oversold {
  readonly locationCode: LocationCode;
  readonly productCode: ProductCode;
  /** Units that the last count and what came since say. */
  readonly onHand: number;
  /** Units that shipments hold. */
  readonly allocated: number;
  /** Units that are missing. */
  readonly short: number;
  /** Those that stand last, as many as make good what is missing; the lowest standing first. */
  readonly shipments: Omit<StockHolder, 'locationCode' | 'productCode'>[];
}

/** The lowest standing holders of a place that together hold what is missing there. */
function lastHolders(holders: readonly StockHolder[], short: number): Oversold['shipments'] {
  let units = 0;
  const last: Omit<StockHolder, 'locationCode' | 'productCode'>[] = [];
  for (const { locationCode: _, productCode: __, ...holder } of holders) {
    if (units >= short) break;
    last.push(holder);
    units += holder.quantity;
  }
  return last;
}

/** Says of rows that are held beyond what there is who would lose by it; nothing is taken from anybody. */
export async function withHolders(reader: StockReader, rows: readonly StockRow[]): Promise<Oversold[]> {
  const places = rows.map(({ locationCode, productCode }) => ({ locationCode, productCode }));
  const holdersOf = new Map<string, StockHolder[]>();
  for (const holder of await reader.holdersAt(places)) {
    const key = placeKeyOf(holder);
    holdersOf.set(key, [...(holdersOf.get(key) ?? []), holder]);
  }
  return rows.map((row) => {
    const { locationCode, productCode, onHand, allocated } = row;
    const short = allocated - onHand;
    const shipments = lastHolders(holdersOf.get(placeKeyOf(row)) ?? [], short);
    return { locationCode, productCode, onHand, allocated, short, shipments };
  });
}

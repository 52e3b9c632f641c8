import { type RawBuilder, sql } from 'kysely';
import type { LotRow, StockRow } from '../../domain/site/stock.ts';

/** A row of `stock` in the business's words, as one jsonb value. */
export const STOCK_JSON: RawBuilder<StockRow> = sql`jsonb_build_object(
  'locationCode', location_code, 'productCode', product_code, 'onHand', on_hand, 'allocated', allocated,
  'pending', pending, 'safetyStock', safety_stock, 'unitCost', unit_cost)`;

/** A row of `future_lot` in the business's words, as one jsonb value. */
export const LOT_JSON: RawBuilder<LotRow> = sql`jsonb_build_object(
  'futureInventoryId', future_inventory_id, 'locationCode', location_code, 'productCode', product_code,
  'deliveryDate', delivery_date, 'quantity', quantity, 'allocated', allocated, 'unitCost', unit_cost,
  'status', status, 'version', version)`;

import type { Selectable } from 'kysely';
import type { StockAllocation } from '../../domain/site/stock.ts';
import type { Tables } from '../tables.ts';
import { CURRENT_STOCK } from './ledger.ts';

/** A row of `allocation` of one site. */
export type AllocationRow = Omit<Selectable<Tables['allocation']>, 'site_id'>;

/** Its columns, as a select list names them. */
export const ALLOCATION_COLUMNS = [
  'allocation.shipment_number',
  'allocation.line_id',
  'allocation.location_code',
  'allocation.product_code',
  'allocation.future_inventory_id',
  'allocation.quantity',
] as const;

/** Its columns and their types, as rows of it are handed to a statement. */
export const ALLOCATION_FIELDS = {
  shipment_number: 'bigint',
  line_id: 'bigint',
  location_code: 'text',
  product_code: 'text',
  future_inventory_id: 'text',
  quantity: 'bigint',
} as const;

/** The allocation that a row keeps. */
export const allocationOf = (row: AllocationRow): StockAllocation => ({
  shipmentNumber: row.shipment_number,
  lineId: row.line_id,
  locationCode: row.location_code,
  productCode: row.product_code,
  futureInventoryId: row.future_inventory_id === CURRENT_STOCK ? null : row.future_inventory_id,
  quantity: row.quantity,
});

/** The row that keeps an allocation. */
export const rowOf = (allocation: StockAllocation): AllocationRow => ({
  shipment_number: allocation.shipmentNumber,
  line_id: allocation.lineId,
  location_code: allocation.locationCode,
  product_code: allocation.productCode,
  future_inventory_id: allocation.futureInventoryId ?? CURRENT_STOCK,
  quantity: allocation.quantity,
});

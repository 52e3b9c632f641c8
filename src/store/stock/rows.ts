/** The columns of `stock` in the business's words. */
export const STOCK_COLUMNS = [
  'location_code as locationCode',
  'product_code as productCode',
  'on_hand as onHand',
  'allocated',
  'pending',
  'safety_stock as safetyStock',
  'unit_cost as unitCost',
] as const;

/** The columns of `future_lot` in the business's words. */
export const LOT_COLUMNS = [
  'future_inventory_id as futureInventoryId',
  'location_code as locationCode',
  'product_code as productCode',
  'delivery_date as deliveryDate',
  'quantity',
  'allocated',
  'unit_cost as unitCost',
  'status',
  'version',
] as const;

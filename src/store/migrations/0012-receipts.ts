/** Receipts are forgotten by age. */
export const RECEIPTS = ['create index lot_receipt_by_age on lot_receipt (site_id, received_at)'];

import type { AfterAction, StateChange } from '../domain/site/settings.ts';

/** What an after-action says. */
export interface AfterActionMeaning {
  /** How much is assigned at once: nothing, whole lines, or any units there are. */
  readonly assign: 'none' | 'line' | 'quantity';
  /** What becomes of the rest; `default`: what the scenario says for such. */
  readonly rest: StateChange | 'default';
}

/** One row an after-action. */
export const AFTER_ACTION_TABLE: Readonly<Record<AfterAction, AfterActionMeaning>> = {
  LINE_ITEM_SPLIT_ASSIGN_IF_FULFILLED: { assign: 'line', rest: 'default' },
  LINE_ITEM_SPLIT_CANCEL_WITHOUT_INVENTORY: { assign: 'line', rest: 'CANCEL' },
  LINE_ITEM_SPLIT_ASSIGN_CUSTOMER_CARE_WITHOUT_INVENTORY: { assign: 'line', rest: 'CUSTOMER_CARE' },
  LINE_ITEM_SPLIT_BACKORDER_WITHOUT_INVENTORY: { assign: 'line', rest: 'BACKORDER' },
  QUANTITY_SPLIT_ASSIGN_IF_FULFILLED: { assign: 'quantity', rest: 'default' },
  QUANTITY_SPLIT_CANCEL_WITHOUT_INVENTORY: { assign: 'quantity', rest: 'CANCEL' },
  QUANTITY_SPLIT_ASSIGN_CUSTOMER_CARE_WITHOUT_INVENTORY: { assign: 'quantity', rest: 'CUSTOMER_CARE' },
  QUANTITY_SPLIT_BACKORDER_WITHOUT_INVENTORY: { assign: 'quantity', rest: 'BACKORDER' },
  CANCEL_ORDER: { assign: 'none', rest: 'CANCEL' },
  ASSIGN_TO_CUSTOMER_CARE: { assign: 'none', rest: 'CUSTOMER_CARE' },
  ASSIGN_TO_BACKORDER: { assign: 'none', rest: 'BACKORDER' },
};

/** What a line that may not be backordered gets where the action would backorder it. */
export function withoutBackorder(byDefault: StateChange): Exclude<StateChange, 'BACKORDER'> {
  return byDefault === 'BACKORDER' ? 'CUSTOMER_CARE' : byDefault;
}

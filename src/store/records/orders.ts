import { sql } from 'kysely';
import type { OrderReader, OrderWriter } from '../../release/ports/orders.ts';
import { asJson } from '../given-rows.ts';
import type { SiteContext } from '../site-context.ts';

/** Orders of a site. */
export function orderReader({ db, siteId }: SiteContext): OrderReader {
  return {
    async order(orderNumber) {
      const row = await db
        .selectFrom('customer_order')
        .select('record')
        .where('site_id', '=', siteId)
        .where('order_number', '=', orderNumber)
        .executeTakeFirst();
      return row?.record ?? null;
    },
  };
}

/** Writes orders. */
export function orderWriter({ db, siteId }: SiteContext): OrderWriter {
  return {
    async nextOrderNumber() {
      const { number } = await db
        .selectNoFrom(sql<number>`nextval('order_number')`.as('number'))
        .executeTakeFirstOrThrow();
      return number;
    },
    async insertOrder(order) {
      await db
        .insertInto('customer_order')
        .values({ site_id: siteId, order_number: order.orderNumber, record: asJson(order) })
        .execute();
    },
  };
}

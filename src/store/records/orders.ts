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
    async orders({ externalOrderId, after, limit }) {
      let page = db.selectFrom('customer_order').select('record').where('site_id', '=', siteId);
      if (externalOrderId !== undefined) page = page.where('external_order_id', '=', externalOrderId);
      if (after !== null) page = page.where('order_number', '>', after);
      return (await page.orderBy('order_number').limit(limit).execute()).map((row) => row.record);
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
    async claimExternalOrderId(externalOrderId, orderNumber) {
      const claimed = await db
        .insertInto('external_order')
        .values({ site_id: siteId, external_order_id: externalOrderId, order_number: orderNumber })
        .onConflict((conflict) => conflict.doNothing())
        .returning('order_number')
        .execute();
      if (claimed.length > 0) return null;
      const first = await db
        .selectFrom('external_order')
        .select('order_number')
        .where('site_id', '=', siteId)
        .where('external_order_id', '=', externalOrderId)
        .executeTakeFirstOrThrow();
      return first.order_number;
    },
    async insertOrder(order) {
      await db
        .insertInto('customer_order')
        .values({ site_id: siteId, order_number: order.orderNumber, record: asJson(order) })
        .execute();
    },
  };
}

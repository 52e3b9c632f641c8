import type { PaymentReader, PaymentWriter } from '../../release/ports/payments.ts';
import { asJson, literal } from '../given-rows.ts';
import type { SiteContext } from '../site-context.ts';

/** Authorizations and the steps towards them. */
export function paymentReader({ db, siteId }: SiteContext): PaymentReader {
  const authorizations = db
    .selectFrom('payment_authorization')
    .select('record')
    .where('site_id', '=', siteId);
  const steps = db.selectFrom('payment_step').select('record').where('site_id', '=', siteId);
  return {
    async authorization(authorizationId) {
      const row = await authorizations.where('authorization_id', '=', authorizationId).executeTakeFirst();
      return row?.record ?? null;
    },
    async authorizationsOf(orderNumber) {
      const rows = await authorizations
        .where('order_number', '=', orderNumber)
        .orderBy('authorization_id')
        .execute();
      return rows.map((row) => row.record);
    },
    async step(stepKey) {
      const row = await steps.where('step_key', '=', stepKey).executeTakeFirst();
      return row?.record ?? null;
    },
    async pendingSteps(limit) {
      const rows = await steps
        .where('status', '=', literal('PENDING'))
        .orderBy('entry_id')
        .limit(limit)
        .execute();
      return rows.map((row) => row.record);
    },
  };
}

/** Writes authorizations and steps. */
export function paymentWriter({ db, siteId }: SiteContext): PaymentWriter {
  return {
    async putAuthorization(authorization) {
      await db
        .insertInto('payment_authorization')
        .values({
          site_id: siteId,
          authorization_id: authorization.authorizationId,
          record: asJson(authorization),
        })
        .onConflict((conflict) =>
          conflict
            .columns(['site_id', 'authorization_id'])
            .doUpdateSet((eb) => ({ record: eb.ref('excluded.record') })),
        )
        .execute();
    },
    async insertStep(step) {
      const rows = await db
        .insertInto('payment_step')
        .values({ site_id: siteId, step_key: step.stepKey, record: asJson(step) })
        .onConflict((conflict) => conflict.doNothing())
        .returning('step_key')
        .execute();
      return rows.length === 1;
    },
    async settleStep(step) {
      const rows = await db
        .updateTable('payment_step')
        .set({ record: asJson(step) })
        .where('site_id', '=', siteId)
        .where('step_key', '=', step.stepKey)
        .where('status', '=', 'PENDING')
        .returning('step_key')
        .execute();
      return rows.length === 1;
    },
  };
}

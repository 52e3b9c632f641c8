import { sql } from 'kysely';
import type { PaymentReader, PaymentWriter } from '../../release/ports/payments.ts';
import { asJson, type SiteContext } from '../site-context.ts';

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
      const rows = await steps.where('status', '=', 'PENDING').orderBy('entry_id').limit(limit).execute();
      return rows.map((row) => row.record);
    },
  };
}

export function paymentWriter({ db, siteId }: SiteContext): PaymentWriter {
  return {
    async putAuthorization(authorization) {
      await sql`
        insert into payment_authorization (site_id, authorization_id, record)
        values (${siteId}, ${authorization.authorizationId}, ${asJson(authorization)}::jsonb)
        on conflict (site_id, authorization_id) do update set record = excluded.record`.execute(db);
    },
    async insertStep(step) {
      const { rows } = await sql`
        insert into payment_step (site_id, step_key, record)
        values (${siteId}, ${step.stepKey}, ${asJson(step)}::jsonb)
        on conflict do nothing returning step_key`.execute(db);
      return rows.length === 1;
    },
    async settleStep(step) {
      const { rows } = await sql`
        update payment_step set record = ${asJson(step)}::jsonb
        where site_id = ${siteId} and step_key = ${step.stepKey} and status = 'PENDING'
        returning step_key`.execute(db);
      return rows.length === 1;
    },
  };
}

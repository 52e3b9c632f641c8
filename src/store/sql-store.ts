import { sql } from 'kysely';
import type { SiteId } from '../domain/ids.ts';
import { type Store, StoreError, type StoreReader, type StoreTransaction } from '../release/ports/store.ts';
import type { Database } from './connection/database.ts';
import { asStoreError, whileGivenUp } from './connection/retry.ts';
import { examine } from './doctor/examine.ts';
import { eventStream, eventWriter, numberedEvents } from './outbox/events.ts';
import { numberForWebhooks } from './outbox/number-events.ts';
import { claimDueWebhook, webhookReader, webhookWriter } from './outbox/webhooks.ts';
import { claimQueue, leaveQueue, renewQueue } from './queue/claims.ts';
import { queueWriter } from './queue/decided.ts';
import { queueReader } from './queue/reader.ts';
import { releaseDays, releaseDayWriter } from './queue/release-days.ts';
import { triggerWriter } from './queue/triggers.ts';
import { catalogueReader, catalogueWriter } from './records/catalogue.ts';
import { idempotencyKeys } from './records/idempotency.ts';
import { orderReader, orderWriter } from './records/orders.ts';
import { paymentReader, paymentWriter } from './records/payments.ts';
import { runReader, runWriter } from './records/runs.ts';
import { shipmentReader } from './records/shipments.ts';
import { shipmentWriter } from './records/write-shipments.ts';
import type { SiteContext, TransactionContext } from './site-context.ts';
import { allocationWriter } from './stock/allocations.ts';
import { stockCountWriter } from './stock/counts.ts';
import { lockStock } from './stock/locks.ts';
import { lotWriter } from './stock/lots.ts';
import { stockReader } from './stock/reader.ts';

/** What every reader has but the stream of events, which a transaction must not number. */
const recordReader = (context: SiteContext) => ({
  ...catalogueReader(context),
  ...stockReader(context),
  ...shipmentReader(context),
  ...orderReader(context),
  ...webhookReader(context),
  ...runReader(context),
  ...paymentReader(context),
  ...queueReader(context),
  ...releaseDays(context),
});

function transactionOf(context: TransactionContext): StoreTransaction {
  const reader = recordReader(context);
  return {
    ...reader,
    ...numberedEvents(context),
    ...catalogueWriter(context),
    lockStock: (productCodes) => lockStock(context, productCodes),
    ...stockCountWriter(context),
    ...lotWriter(context, reader.lots),
    ...allocationWriter(context),
    ...shipmentWriter(context),
    ...orderWriter(context),
    ...eventWriter(context),
    ...webhookWriter(context),
    ...runWriter(context),
    ...paymentWriter(context),
    ...idempotencyKeys(context),
    ...triggerWriter(context),
    ...queueWriter(context),
    ...releaseDayWriter(context),
  };
}

/** Calls that break for want of a connection say so in the words of the ports. */
function sayingWhenAway<Reader extends object>(reader: Reader): Reader {
  const guarded = Object.entries(reader).map(([name, call]) => [
    name,
    async (...args: unknown[]) => {
      try {
        return await call(...args);
      } catch (error) {
        throw asStoreError(error);
      }
    },
  ]);
  return Object.fromEntries(guarded) as Reader;
}

/** Sites whose readers are kept: making one costs as much as a small statement. */
const MOST_READERS = 100;

const plus = (instant: string, ms: number): string => new Date(Date.parse(instant) + ms).toISOString();

/**
 * A store on an open database whose schema is of this version.
 *
 * @param now the clock's instant, ISO 8601 with milliseconds and Z
 */
export function createSqlStore({ db, close }: Database, now: () => string): Store {
  const known = new Set<SiteId>();
  const readers = new Map<SiteId, StoreReader>();

  /** The site's own row, which its settings are written to. */
  async function ensureSite(siteId: SiteId): Promise<void> {
    if (known.has(siteId)) return;
    await db
      .insertInto('site')
      .values({ site_id: siteId })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    known.add(siteId);
  }

  async function once<T>(siteId: SiteId, work: (tx: StoreTransaction) => Promise<T>): Promise<T> {
    await ensureSite(siteId);
    const refused: string[] = [];
    return db.transaction().execute(async (tx) => {
      const result = await work(
        transactionOf({
          db: tx,
          siteId,
          now,
          lockedProducts: new Set(),
          refuse: (what) => refused.push(what),
        }),
      );
      if (refused.length > 0) {
        const message = `${refused.join(', ')} was refused, and the transaction was to be committed`;
        throw new StoreError('REFUSED_WRITE_COMMITTED', message);
      }
      return result;
    });
  }

  const calls = sayingWhenAway<Omit<Store, 'reader'>>({
    async sites() {
      const rows = await db.selectFrom('site').select('site_id').orderBy('site_id').execute();
      return rows.map((row) => row.site_id);
    },
    transaction: <T>(siteId: SiteId, work: (tx: StoreTransaction) => Promise<T>) =>
      whileGivenUp(() => once(siteId, work)),
    claimQueue: (leaseMs, siteId) =>
      whileGivenUp(() => claimQueue(db, now(), plus(now(), leaseMs), siteId ?? null)),
    renewQueue: (claimed, leaseMs) => renewQueue(db, claimed, plus(now(), leaseMs)),
    leaveQueue: (claimed, hasMore) => whileGivenUp(() => leaveQueue(db, claimed, hasMore)),
    async claimDueWebhook(leaseMs) {
      await numberForWebhooks(db);
      return claimDueWebhook(db, now(), plus(now(), leaseMs));
    },
    examine: (limit) => examine(db, limit),
    async ping() {
      await sql`select 1`.execute(db);
    },
    close,
  });
  return {
    ...calls,
    reader(siteId): StoreReader {
      const kept = readers.get(siteId);
      if (kept !== undefined) return kept;
      const context: SiteContext = { db, siteId, now };
      const reader = sayingWhenAway({ ...recordReader(context), ...eventStream(context) });
      // Whoever asks for more sites than that in turn has each made anew, as before.
      if (readers.size >= MOST_READERS) readers.clear();
      readers.set(siteId, reader);
      return reader;
    },
  };
}

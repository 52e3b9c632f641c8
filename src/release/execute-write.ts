import { ServiceError } from '../errors.ts';
import type { StoredAnswer } from './ports/idempotency.ts';
import type { Store, StoreTransaction } from './ports/store.ts';
import type { Write } from './service-ports.ts';

/** Work of a write inside its transaction; what it returns is answered, now and to every retry. */
export type WriteWork = (tx: StoreTransaction) => Promise<StoredAnswer>;

/**
 * Takes the key of a write.
 *
 * @returns the first answer where the write was made before, else null
 * @throws ServiceError IDEMPOTENCY_KEY_REUSED
 */
export async function answeredBefore(
  tx: StoreTransaction,
  { idempotency }: Write,
): Promise<StoredAnswer | null> {
  if (idempotency === null) return null;
  const used = await tx.claimIdempotencyKey(idempotency.key, idempotency.requestHash);
  if (used === null) return null;
  if (used.requestHash === idempotency.requestHash) return used.answer;
  throw new ServiceError(
    'IDEMPOTENCY_KEY_REUSED',
    `the key ${idempotency.key} was used for a request with another path or body`,
  );
}

/** Remembers the answer in the transaction that makes the change. */
export async function remember(
  tx: StoreTransaction,
  { idempotency }: Write,
  answer: StoredAnswer,
): Promise<StoredAnswer> {
  if (idempotency !== null) await tx.completeIdempotencyKey(idempotency.key, answer);
  return answer;
}

/**
 * Makes a write in one transaction, once: a retry with the same key gets the first answer and changes nothing.
 *
 * @throws ServiceError IDEMPOTENCY_KEY_REUSED, and what the work throws; nothing is changed then
 */
export function executeWrite(store: Store, write: Write, work: WriteWork): Promise<StoredAnswer> {
  return store.transaction(write.siteId, async (tx) => {
    const before = await answeredBefore(tx, write);
    return before ?? remember(tx, write, await work(tx));
  });
}

/** @throws ServiceError STALE_VERSION */
export function assertVersion(what: string, version: number, expected: number | null): void {
  if (expected === null || expected === version) return;
  throw new ServiceError('STALE_VERSION', `${what} has version ${version}, not ${expected}`);
}

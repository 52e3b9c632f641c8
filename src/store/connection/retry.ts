import { StoreError } from '../../release/ports/store.ts';

/** Postgres gave one of two transactions up for the other's sake; it would go through if tried again. */
const GIVEN_UP = new Set(['40001', '40P01']);
/** Postgres gave a statement up because it, or a lock that it waited for, took too long. */
const TOO_LONG = new Set(['55P03', '57014']);
/** The server is not there, goes down, takes no more connections, or has ended a transaction that said nothing for long. */
const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EPIPE',
  '08000',
  '08001',
  '08003',
  '08004',
  '08006',
  '25P03',
  '53300',
  '57P01',
  '57P02',
  '57P03',
]);
const AWAY_TEXT =
  /Query read timeout|Connection terminated|connection error and is not queryable|timeout exceeded when trying to connect|Cannot use a pool after/i;

const MOST_TRIES = 10;

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** The error as the ports know it; anything else as it is. */
export function asStoreError(error: unknown): unknown {
  if (TOO_LONG.has(codeOf(error))) {
    const message = `the database gave up: ${(error as Error).message}`;
    return new StoreError('STORE_BUSY', message, { cause: error });
  }
  const away = AWAY.has(codeOf(error)) || (error instanceof Error && AWAY_TEXT.test(error.message));
  return away
    ? new StoreError('STORE_AWAY', `the database does not answer: ${(error as Error).message}`, {
        cause: error,
      })
    : error;
}

/**
 * Runs `work` again while the database gives it up, each time after a little longer.
 *
 * @throws StoreError `STORE_BUSY` after the last try, `STORE_AWAY`; else what `work` throws
 */
export async function whileGivenUp<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!GIVEN_UP.has(codeOf(error))) throw asStoreError(error);
      if (tries === MOST_TRIES) {
        const message = `the transaction lost against others ${tries} times`;
        throw new StoreError('STORE_BUSY', message, { cause: error });
      }
      await new Promise((resolve) => setTimeout(resolve, tries * tries));
    }
  }
}

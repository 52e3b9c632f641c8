/** What the thread of the database is started with. */
export interface ThreadData {
  /** The folder that the database lives in; null: in memory. */
  readonly folder: string | null;
}

/**
 * The thread says so once, when it takes messages of Postgres's wire protocol: a `Uint8Array` holds whole messages, and
 * is answered by one that holds the whole answer. Any other text from the thread is why Postgres gives up.
 */
export const READY = 'ready';
/** Has the thread close the database and end. */
export const CLOSE = 'close';

/** The bytes of the parts as one array that shares its memory with nothing, so that it can be moved to a thread. */
export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

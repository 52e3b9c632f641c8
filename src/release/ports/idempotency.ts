/** How a write was answered. */
export interface StoredAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** A key that was used before. */
interface UsedKey {
  /** Distinguishes a repeated request from another one with the same key. */
  readonly requestHash: string;
  /** Null where the write took several transactions and has not come to its last. */
  readonly answer: StoredAnswer | null;
}

/** The memory that lets a retried write answer as the first did. */
export interface IdempotencyKeys {
  /** Waits for a transaction that is using the same key. @returns null where the key is new, and now taken */
  claimIdempotencyKey(key: string, requestHash: string): Promise<UsedKey | null>;
  /** In the transaction that makes the change, so that answer and change are durable together. */
  completeIdempotencyKey(key: string, answer: StoredAnswer): Promise<void>;
}

import type { PGlite } from '@electric-sql/pglite';
import type { Turnstile } from './dialect.ts';

/** Milliseconds between two looks at what has changed. */
const LOOK_EVERY_MS = 1_000;

/** Tables that a server's autovacuum would take up, by its own rule and default thresholds. */
const GROWN = `
  select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables
  where n_mod_since_analyze > 50 + 0.1 * n_live_tup or n_dead_tup > 50 + 0.2 * n_live_tup
  order by n_mod_since_analyze`;

/**
 * What autovacuum does on a server, which the embedded database does not have: the planner learns how many rows
 * there are, and kept plans are made anew; the room of deleted rows is used again.
 */
export class Upkeep {
  #lookedAt = 0;
  #isLooking = false;

  constructor(
    readonly pglite: PGlite,
    readonly turnstile: Turnstile,
  ) {}

  /** Called after a turn; looks now and then, in turns of its own. */
  consider(): void {
    if (this.#isLooking || performance.now() - this.#lookedAt < LOOK_EVERY_MS) return;
    this.#isLooking = true;
    this.#look()
      // What failed is found again by the next look; a database that has gone says so to those who use it.
      .catch(() => undefined)
      .finally(() => {
        this.#lookedAt = performance.now();
        this.#isLooking = false;
      });
  }

  async #look(): Promise<void> {
    const { rows } = await this.#inTurn(() => this.pglite.query<{ name: string }>(GROWN));
    for (const { name } of rows) await this.#inTurn(() => this.pglite.exec(`vacuum (analyze) ${name}`));
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const leave = await this.turnstile.enter();
    try {
      return await work();
    } finally {
      leave();
    }
  }
}

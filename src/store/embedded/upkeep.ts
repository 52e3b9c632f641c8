import type { ExecuteSql } from '../connection/database.ts';

/** Milliseconds between two looks at what has changed. */
const LOOK_EVERY_MS = 1_000;

/** Tables that a server's autovacuum would take up, by its own rule and default thresholds. */
const GROWN = `
  select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables
  where n_mod_since_analyze > 50 + 0.1 * n_live_tup or n_dead_tup > 50 + 0.2 * n_live_tup
  order by n_mod_since_analyze`;

/**
 * What autovacuum does on a server, which the embedded database does not have: the planner learns how many rows there
 * are, and the room of deleted rows is used again.
 */
export class Upkeep {
  #lookedAt = 0;
  #isLooking = false;

  constructor(readonly executeSql: ExecuteSql) {}

  /** Called after each transaction; looks now and then. */
  consider(): void {
    if (this.#isLooking || performance.now() - this.#lookedAt < LOOK_EVERY_MS) return;
    this.#isLooking = true;
    this.#look()
      // What failed is found again by the next look; a database that is away says so to those who use it.
      .catch(() => undefined)
      .finally(() => {
        this.#lookedAt = performance.now();
        this.#isLooking = false;
      });
  }

  async #look(): Promise<void> {
    const { rows } = await this.executeSql(GROWN);
    for (const { name } of rows) await this.executeSql(`vacuum (analyze) ${name}`);
  }
}

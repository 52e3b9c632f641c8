import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { ConfigError } from '../errors.ts';
import type { Discrepancy } from '../release/ports/store.ts';
import { IN_MEMORY, readConfig } from './config.ts';
import { openConfiguredStore } from './release-system.ts';

/** At most this many differences of each kind are listed. */
const LISTED = 100;

/**
 * Rebuilds the counters of the configured database and compares.
 *
 * @throws ConfigError where the environment cannot be used, or names no database that is kept
 * @throws StoreError `STORE_AWAY` when another process has the folder, or the schema is of another version
 */
export async function examineDatabase(
  environment: Readonly<Record<string, string | undefined>>,
  now: () => string,
): Promise<Discrepancy[]> {
  const config = readConfig(environment);
  if (config.databaseUrl === undefined && config.dataDir === IN_MEMORY) {
    throw new ConfigError(`DATA_DIR=${IN_MEMORY} keeps nothing that could be examined`);
  }
  // Opening the folder would create a database, and an empty one has no differences.
  if (config.databaseUrl === undefined && !existsSync(join(config.dataDir, 'postgres', 'PG_VERSION'))) {
    throw new ConfigError(`DATA_DIR=${config.dataDir} holds no database`);
  }
  const { store } = await openConfiguredStore(config, { now, log: pino({ level: 'silent' }) }, true);
  try {
    return await store.examine(LISTED);
  } finally {
    await store.close();
  }
}

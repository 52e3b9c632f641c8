import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, inject, it } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { runs, SEED } from '../arbitraries/runs.ts';
import { newDatabase } from '../store/stores.ts';
import { begin } from './begin.ts';
import { drawn, sequences } from './commands.ts';
import { SiteOfProcesses } from './of-processes.ts';
import { Processes } from './processes.ts';
import { faultsOf } from './site.ts';
import { play, Totals } from './step.ts';

const TIMEOUT_MS = 6 * 3_600_000;

const storeOptions = {
  connections: 2,
  now: () => new Date().toISOString(),
  onConnectionError: () => {},
};

/** Draws sequences of commands on sites of the processes, each a new one. */
async function holds(newSite: () => SiteOfProcesses): Promise<Totals> {
  const totals = new Totals();
  await fc.assert(
    fc.asyncProperty(drawn(true), async (commands) => {
      const site = newSite();
      await begin(site);
      const real = { site, totals, worksByItself: true, isCalm: true, hasMoved: false };
      await play(commands, real);
    }),
    // Processes are never quite the same twice: a smaller counterexample would be one of chance.
    { ...runs(), numRuns: sequences(0.125), endOnFailure: true },
  );
  return totals;
}

/** That something was shown at all. */
function look(where: string, totals: Totals): void {
  console.log(`laws of processes on ${where} (seed ${SEED}): ${totals}`);
  expect(totals.served).toBeGreaterThan(0);
  expect(totals.reasons.size).toBeGreaterThan(0);
  expect([...totals.done.keys()]).toEqual(expect.arrayContaining(['SIGTERM', 'SIGKILL-in-midst']));
}

describe('the laws hold while processes are killed', () => {
  const serverUrl = inject('postgresUrl');

  it.skipIf(serverUrl === null)(
    'of two servers and a worker on one Postgres',
    async () => {
      const database = await newDatabase(serverUrl!);
      const processes = await Processes.start({ DATABASE_URL: database.url, SOLVER_THREADS: '1' }, [
        'server',
        'server',
        'worker',
      ]);
      const { store } = await openStore({ ...storeOptions, databaseUrl: database.url, dataDir: null });
      try {
        look('Postgres', await holds(() => new SiteOfProcesses(processes, (id) => faultsOf(store, id))));
      } finally {
        await store.close();
        await processes.stop();
        await database.drop();
      }
    },
    TIMEOUT_MS,
  );

  it(
    'of one server on the embedded store',
    async () => {
      const dataDir = mkdtempSync(join(tmpdir(), 'laws-'));
      const processes = await Processes.start({ DATA_DIR: dataDir, SOLVER_THREADS: '1' }, ['server']);
      // The folder has one process at a time: it is looked into while the server is not there.
      const whileEnded = async (siteId: string) => {
        const { store } = await openStore({ ...storeOptions, databaseUrl: null, dataDir });
        try {
          return await faultsOf(store, siteId);
        } finally {
          await store.close();
        }
      };
      try {
        look(
          'the embedded store',
          await holds(() => new SiteOfProcesses(processes, async () => [], whileEnded)),
        );
      } finally {
        await processes.stop();
        rmSync(dataDir, { recursive: true, force: true });
      }
    },
    TIMEOUT_MS,
  );
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { newDatabase } from '../store/stores.ts';
import { type Away, Wire } from './wire.ts';

const dist = (path: string) => fileURLToPath(new URL(`../../dist/${path}`, import.meta.url));

/** Longest time, on a busy machine, after which a process that cannot start has ended. */
const ENDS_MS = 60_000;

interface Ended {
  readonly code: number | string;
  /** Its log. */
  readonly out: string;
}

/** Runs a program of the build until it ends. @returns code `still there` where it did not, and was killed */
async function untilEnd(given: readonly string[], environment: Record<string, string>): Promise<Ended> {
  const child = spawn(process.execPath, [...given], {
    env: { PATH: process.env.PATH, PORT: '0', SOLVER_THREADS: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = Promise.all([text(child.stdout), text(child.stderr)]);
  const over = new AbortController();
  const closed = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  const late = sleep(ENDS_MS, 'still there', { signal: over.signal }).catch(() => 'still there');
  const code = await Promise.race([closed, late]);
  over.abort();
  child.kill('SIGKILL');
  const [out] = await texts;
  return { code, out };
}

describe('a worker whose database goes away while it starts ends, and says why', () => {
  const serverUrl = inject('postgresUrl');
  let database: Awaited<ReturnType<typeof newDatabase>>;
  beforeAll(async () => {
    if (serverUrl === null) return;
    database = await newDatabase(serverUrl);
    const { store } = await openStore({
      databaseUrl: database.url,
      dataDir: null,
      connections: 1,
      now: () => new Date().toISOString(),
      onConnectionError: () => {},
    });
    await store.close();
  });
  afterAll(() => database?.drop());

  it.skipIf(serverUrl === null).each([
    ['at the first word', 'backorder-release', 'cut'],
    ['at our schema', 'pg_advisory_xact_lock', 'cut'],
    ['at the schema of the queue', 'backorder_release_jobs', 'cut'],
    ['at the second queue, when the first one is looked after', 'backorder-webhooks', 'cut'],
    ['at the last queue', 'backorder-tick', 'cut'],
    ['at our schema, without a word', 'pg_advisory_xact_lock', 'silent'],
    ['at the second queue, without a word', 'backorder-webhooks', 'silent'],
  ] satisfies [string, string, Away][])('%s', async (_name, at, away) => {
    const wire = await Wire.to(database.url, at, away);
    try {
      const { code, out } = await untilEnd([dist('app/cli.js'), 'worker'], {
        DATABASE_URL: wire.url,
        // A server that says nothing is given up after this and five seconds more.
        DATABASE_STATEMENT_TIMEOUT_MS: '1000',
      });
      expect(wire.isAway).toBe(true);
      expect(out).toContain('could not start');
      expect(out).toContain('the database does not answer');
      expect(code).toBe(1);
    } finally {
      await wire.close();
    }
  });
});

describe('a service whose DATA_DIR cannot be made ends, and says why', () => {
  const folder = mkdtempSync(join(tmpdir(), 'faults-'));
  writeFileSync(join(folder, 'file'), '');
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['beneath a file', join(folder, 'file', 'data')],
    // There `mkdir` says that the folder above is missing, again and again.
    ...(process.platform === 'linux' ? [['where nothing can be made', '/proc/nothing/data']] : []),
  ])('%s', async (_name, dataDir) => {
    const { code, out } = await untilEnd([dist('main.js')], { DATA_DIR: dataDir! });
    expect(out).toContain('could not start');
    expect(out).toContain(`the folder ${dataDir} cannot be written`);
    expect(code).toBe(1);
  });
});

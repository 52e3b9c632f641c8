import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { takeFolder } from '../../src/store/embedded/folder-lock.ts';
import { type OpenStore, openStore } from '../../src/store/open-store.ts';
import { NOW, number, shipment, site } from './records.ts';

const DIST = pathToFileURL(fileURLToPath(new URL('../../dist/store/', import.meta.url))).href;
const S = site('folder');

let folder: string;
const children: ChildProcess[] = [];
const opened: OpenStore[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backorder-release-folder-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) {
      await new Promise((resolve) => child.once('close', resolve));
    }
  }
  await Promise.all(opened.splice(0).map((each) => each.store.close()));
  rmSync(folder, { recursive: true, force: true });
});

/** A process that runs a module's text, and the first line it prints. */
function run(text: string): { child: ChildProcess; line: Promise<string> } {
  const child = spawn(process.execPath, ['--input-type=module', '-e', text], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const line = new Promise<string>((resolve) => {
    let all = '';
    child.stdout!.on('data', (chunk) => {
      all += chunk;
      if (all.includes('\n')) resolve(all.slice(0, all.indexOf('\n')));
    });
    child.once('close', () => resolve(all));
  });
  return { child, line };
}

/** A process that takes the folder, says so, and goes on, with its thread busy for good where asked. */
const taker = (then = 'setInterval(() => {}, 1000)') =>
  run(`import { takeFolder } from ${JSON.stringify(`${DIST}embedded/folder-lock.js`)};
    try {
      await takeFolder(${JSON.stringify(folder)});
      process.stdout.write('taken\\n');
      ${then};
    } catch (error) {
      process.stdout.write(error.message + '\\n');
    }`);

describe('a folder', () => {
  it('is refused while another process has it, even one whose thread is busy', async () => {
    const { child, line } = taker('for (;;);');
    expect(await line).toBe('taken');
    await expect(takeFolder(folder)).rejects.toThrow(`${folder} is in use by process ${child.pid}`);
  });

  it('is free at once when the process that had it was killed', async () => {
    const { child, line } = taker();
    expect(await line).toBe('taken');
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
    const giveBack = await takeFolder(folder);
    await giveBack();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is free though the number of the process that left a claim is in use again', async () => {
    const { child, line } = taker();
    await line;
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
    // A killed process leaves its socket, which nobody answers. Another process has its number now.
    const [left] = readdirSync(folder);
    renameSync(join(folder, left!), join(folder, `in-use-${process.ppid}-01234567`));
    await (await takeFolder(folder))();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is judged by the number of the process where there is no socket', async () => {
    const held = join(folder, `in-use-${process.ppid}-01234567`);
    writeFileSync(held, '');
    await expect(takeFolder(folder)).rejects.toThrow(`${folder} is in use by process ${process.ppid}`);
    rmSync(held);
    // No process has the first number: the largest is 2^22. The second is ours, and this claim is not.
    writeFileSync(join(folder, 'in-use-99999999-01234567'), '');
    writeFileSync(join(folder, `in-use-${process.pid}-01234567`), '');
    await (await takeFolder(folder))();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is never had by two, however many want it at once', async () => {
    const takers = Array.from({ length: 6 }, () => taker());
    const lines = await Promise.all(takers.map(({ line }) => line));
    const having = takers.filter((_, index) => lines[index] === 'taken');
    expect(lines.filter((line) => line !== 'taken' && !line.includes('is in use by process'))).toEqual([]);
    // Those that see each other's claims may all be refused.
    expect(having.length).toBeLessThanOrEqual(1);
    for (const { child } of having) {
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('close', resolve));
    }
    // Whoever was refused has left nothing that keeps the next one out.
    await (await takeFolder(folder))();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that cannot be written is named, and why', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    await expect(takeFolder(join(file, 'data'))).rejects.toMatchObject({
      code: 'STORE_AWAY',
      message: expect.stringMatching(/^the folder .*data cannot be written: E/),
    });
  });
});

describe('the embedded database in a folder', () => {
  const open = async () => {
    const one = await openStore({
      databaseUrl: null,
      dataDir: folder,
      connections: 1,
      now: () => NOW,
      onConnectionError: (error) => {
        throw error;
      },
    });
    opened.push(one);
    return one;
  };

  it('flushes to the disk what it commits', async () => {
    cpSync(inject('embeddedTemplate'), folder, { recursive: true });
    const { database } = await open();
    const { rows } = await sql<{ name: string; setting: string }>`
      select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes')
      order by name`.execute(database.db);
    expect(rows.map((row) => row.setting)).toEqual(['on', 'on', 'on']);
    const flushed = async () => {
      const { rows } = await sql<{ fsyncs: number }>`
        select sum(fsyncs)::integer as fsyncs from pg_stat_io where object = 'wal'`.execute(database.db);
      return rows[0]!.fsyncs;
    };
    await sql`select pg_stat_force_next_flush()`.execute(database.db);
    const before = await flushed();
    for (let order = 0; order < 5; order += 1) {
      await database.db
        .transaction()
        .execute((tx) => sql`insert into site (site_id) values (${`s${order}`})`.execute(tx));
    }
    await sql`select pg_stat_force_next_flush()`.execute(database.db);
    expect((await flushed()) - before).toBeGreaterThanOrEqual(5);
  });

  it('is made anew when its first start was killed', async () => {
    for (const afterMs of [300, 900, 1_800]) {
      const { child } = run(`import { openStore } from ${JSON.stringify(`${DIST}open-store.js`)};
        await openStore({ databaseUrl: null, dataDir: ${JSON.stringify(folder)}, connections: 1,
          now: () => '${NOW}', onConnectionError() {} });`);
      await sleep(afterMs);
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('close', resolve));
    }
    const { store } = await open();
    await store.transaction(S, (tx) => tx.insertShipments([shipment(1)]));
    expect(await store.reader(S).shipment(number(1))).not.toBeNull();
    expect(existsSync(join(folder, 'first-start'))).toBe(false);
  }, 60_000);

  it('keeps its statistics and its room in order by itself', async () => {
    cpSync(inject('embeddedTemplate'), folder, { recursive: true });
    const { store, database } = await open();
    const codes = Array.from({ length: 3000 }, (_, index) => `p${index}` as never);
    const count = async () => {
      const { rows } = await sql<{ reltuples: number }>`
        select reltuples from pg_class where relname = 'product_stock'`.execute(database.db);
      return rows[0]!.reltuples;
    };
    await store.transaction(S, (tx) => tx.lockStock(codes));
    const deadline = performance.now() + 20_000;
    while ((await count()) < 3000 && performance.now() < deadline) await sleep(100);
    expect(await count()).toBe(3000);
  }, 60_000);
});

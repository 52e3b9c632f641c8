import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createConnection, createServer, type Server } from 'node:net';
import { join, relative, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StoreError } from '../../release/ports/store.ts';

/** Each process that wants a folder makes a claim in it: a folder of this name and some letters of its own. */
const CLAIM = 'in-use-';
/** Milliseconds in which a claim may still be in the making. */
const IN_THE_MAKING_MS = 2_000;
/** Longest path of a socket that every system takes, in bytes. */
const LONGEST_SOCKET_PATH = 100;

/** Claims of this process: one with our own number that is not among them is an earlier process's. */
const ours = new Set<string>();

/** The claim's socket, by the shorter way; null where sockets are not files or the way is too long. */
function socketOf(claim: string): string | null {
  const file = join(claim, 'socket');
  const fromHere = relative(process.cwd(), file);
  const way = fromHere.length < file.length ? fromHere : file;
  return process.platform !== 'win32' && Buffer.byteLength(way) <= LONGEST_SOCKET_PATH ? way : null;
}

/** Listens for as long as this process lives. Null where the file system has no sockets. */
function listen(claim: string): Promise<Server | null> {
  const path = socketOf(claim);
  if (path === null) return Promise.resolve(null);
  return new Promise((done) => {
    const server = createServer((socket) => socket.destroy());
    server.unref();
    server.once('error', () => done(null));
    server.listen(path, () => done(server));
  });
}

/** Whether somebody listens, however busy; null where there is no socket to ask. */
function isAnswered(claim: string): Promise<boolean | null> {
  const path = socketOf(claim);
  if (path === null) return Promise.resolve(null);
  return new Promise((done) => {
    const socket = createConnection(path, () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', ({ code }: NodeJS.ErrnoException) =>
      done(code === 'ENOENT' ? null : code !== 'ECONNREFUSED'),
    );
  });
}

function isRunning(pid: number, claim: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  if (pid === process.pid) return ours.has(claim);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * The process that has a claim; null where it has ended. Its socket is asked first: numbers of processes are used
 * again, and mean nothing in another container.
 *
 * @param madeAt when our own claim was made, by the clock of the file system
 */
async function holderOf(claim: string, madeAt: number): Promise<number | null> {
  const startedAt = performance.now();
  for (;;) {
    try {
      const age = madeAt - statSync(claim).mtimeMs + performance.now() - startedAt;
      const pid = Number(readFileSync(join(claim, 'pid'), 'utf8'));
      if ((await isAnswered(claim)) ?? isRunning(pid, claim)) return pid;
      if (age > IN_THE_MAKING_MS) return null;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      if (!statSync(claim, { throwIfNoEntry: false })) return null;
      if (performance.now() - startedAt > IN_THE_MAKING_MS) return null;
    }
    await sleep(50);
  }
}

/** Makes our claim. @throws StoreError `STORE_AWAY` where the folder cannot be written */
function makeClaim(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true });
    const claim = mkdtempSync(join(resolve(folder), CLAIM));
    ours.add(claim);
    writeFileSync(join(claim, 'pid'), `${process.pid}\n`);
    return claim;
  } catch (cause) {
    const why = (cause as Error).message;
    throw new StoreError('STORE_AWAY', `the folder ${folder} cannot be written: ${why}`);
  }
}

/**
 * Takes a folder for this process: two that write the same embedded database would destroy it. Whoever wants it
 * makes his claim first and looks for others then, so that of two at once never both have it; a claim that a killed
 * process left behind is removed.
 *
 * @returns gives the folder back
 * @throws StoreError `STORE_AWAY` when a running process, this one included, has it, or it cannot be written
 */
export async function takeFolder(folder: string): Promise<() => Promise<void>> {
  const claim = makeClaim(folder);
  const server = await listen(claim);
  const giveBack = async () => {
    if (server !== null) await new Promise((done) => server.close(done));
    rmSync(claim, { recursive: true, force: true });
    ours.delete(claim);
  };
  try {
    const madeAt = statSync(claim).mtimeMs;
    for (const name of readdirSync(resolve(folder))) {
      const other = join(resolve(folder), name);
      if (!name.startsWith(CLAIM) || other === claim) continue;
      const holder = await holderOf(other, madeAt);
      if (holder !== null) {
        throw new StoreError('STORE_AWAY', `${folder} is in use by process ${holder}`);
      }
      rmSync(other, { recursive: true, force: true });
    }
    return giveBack;
  } catch (error) {
    await giveBack();
    throw error;
  }
}

import { randomUUID } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, createServer, type Server } from 'node:net';
import { dirname, join, relative, resolve } from 'node:path';
import { StoreError } from '../../release/ports/store.ts';

/** Each process that wants a folder makes a claim in it: a socket whose name holds the number of the process. */
const CLAIM = /^in-use-(\d+)-[0-9a-f]{8}$/;
/** Longest path of a socket that every system takes, in bytes. */
const LONGEST_SOCKET_PATH = 100;

/** Claims of this process: one with our number that is not among them was left by an earlier process. */
const ours = new Set<string>();

/** The shorter path to a claim's socket; null where sockets are not files, or the path is too long. */
function socketPath(claim: string): string | null {
  const fromHere = relative(process.cwd(), claim);
  const path = fromHere.length < claim.length ? fromHere : claim;
  return process.platform !== 'win32' && Buffer.byteLength(path) <= LONGEST_SOCKET_PATH ? path : null;
}

/** Makes the claim's socket, which is answered for as long as this process lives; null where there can be none. */
function listen(claim: string): Promise<Server | null> {
  const path = socketPath(claim);
  if (path === null) return Promise.resolve(null);
  return new Promise((done) => {
    const server = createServer((socket) => socket.destroy());
    server.unref();
    server.once('error', () => done(null));
    server.listen(path, () => done(server));
  });
}

/** Whether the system lets us connect, which it does however busy the process that listens is. */
function isAnswered(path: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = createConnection(path, () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', ({ code }: NodeJS.ErrnoException) =>
      done(code !== 'ECONNREFUSED' && code !== 'ENOENT'),
    );
  });
}

function isRunning(pid: number, claim: string): boolean {
  if (pid === process.pid) return ours.has(claim);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether the process that made a claim has it still. A number of a process says less: numbers are used again. */
function isHeld(claim: string, pid: number): Promise<boolean> | boolean {
  const path = socketPath(claim);
  const isSocket = lstatSync(claim, { throwIfNoEntry: false })?.isSocket() ?? false;
  return isSocket && path !== null ? isAnswered(path) : isRunning(pid, claim);
}

/**
 * Makes a folder and those above it, one after another: `mkdir` with `recursive` never returns where a file system
 * takes no folders and says that the one above is missing, as `/proc` does.
 */
function makeFolder(folder: string): void {
  if (lstatSync(folder, { throwIfNoEntry: false }) !== undefined) return;
  const above = dirname(folder);
  if (above !== folder) makeFolder(above);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have made it meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Makes our claim. @throws StoreError `STORE_AWAY` where the folder cannot be written */
async function makeClaim(folder: string): Promise<{ claim: string; giveBack: () => Promise<void> }> {
  try {
    makeFolder(resolve(folder));
    const claim = join(resolve(folder), `in-use-${process.pid}-${randomUUID().slice(0, 8)}`);
    ours.add(claim);
    const server = await listen(claim);
    if (server === null) writeFileSync(claim, '');
    const giveBack = async () => {
      if (server !== null) await new Promise((done) => server.close(done));
      rmSync(claim, { force: true });
      ours.delete(claim);
    };
    return { claim, giveBack };
  } catch (cause) {
    const why = (cause as Error).message;
    throw new StoreError('STORE_AWAY', `the folder ${folder} cannot be written: ${why}`, { cause });
  }
}

/** Removes claims whose processes have ended. @throws StoreError `STORE_AWAY` where one has not */
async function assertOnlyOurs(folder: string, ourClaim: string): Promise<void> {
  for (const name of readdirSync(folder)) {
    const pid = CLAIM.exec(name)?.[1];
    const claim = join(resolve(folder), name);
    if (pid === undefined || claim === ourClaim) continue;
    if (await isHeld(claim, Number(pid))) {
      throw new StoreError('STORE_AWAY', `${folder} is in use by process ${pid}`);
    }
    rmSync(claim, { force: true });
  }
}

/** Claims that are made before it counts as certain that this folder does not keep them. */
const MOST_CLAIMS = 100;

/**
 * Takes a folder for this process: two that write the same embedded database would destroy it. Everybody makes a claim
 * first and looks for other claims then, so that two never both have the folder. A claim that nobody answers was left
 * by a killed process and is removed. A claim that is just being made looks like that too, so a process whose claim was
 * removed while it looked starts again.
 *
 * @returns gives the folder back
 * @throws StoreError `STORE_AWAY` when a running process, this one included, has it, or it cannot be written
 */
export async function takeFolder(folder: string): Promise<() => Promise<void>> {
  for (let claims = 0; claims < MOST_CLAIMS; claims += 1) {
    const { claim, giveBack } = await makeClaim(folder);
    try {
      await assertOnlyOurs(folder, claim);
    } catch (error) {
      await giveBack();
      throw error;
    }
    if (existsSync(claim)) return giveBack;
    await giveBack();
  }
  throw new StoreError('STORE_AWAY', `the folder ${folder} does not keep what is written into it`);
}

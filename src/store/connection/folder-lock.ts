import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { StoreError } from '../../release/ports/store.ts';

/** Folders that this process has: a lock with our own number that is not one of them is an earlier process's. */
const ours = new Set<string>();

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** The process that holds the lock, or null where it has ended or never wrote its number. */
function holderOf(file: string): number | null {
  const pid = Number(readFileSync(file, 'utf8').trim());
  const holds = pid === process.pid ? ours.has(file) : Number.isInteger(pid) && pid > 0 && isRunning(pid);
  return holds ? pid : null;
}

/**
 * Takes a folder for this process: two that write the same embedded database would destroy it. A lock that a
 * killed process left behind is taken over.
 *
 * @returns gives the folder back
 * @throws StoreError `STORE_AWAY` when a running process, this one included, has it
 */
export function takeFolder(folder: string): () => void {
  const file = join(resolve(folder), 'lock');
  for (let tries = 0; ; tries += 1) {
    try {
      const handle = openSync(file, 'wx');
      writeSync(handle, `${process.pid}\n`);
      closeSync(handle);
      ours.add(file);
      return () => {
        ours.delete(file);
        rmSync(file, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || tries > 1) throw error;
      const holder = holderOf(file);
      if (holder !== null) {
        throw new StoreError('STORE_AWAY', `${folder} is in use by process ${holder}`, {
          cause: error,
        });
      }
      rmSync(file, { force: true });
    }
  }
}

import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';

/** Stands in the folder from before the database is made until all of it is on the disk. */
const MARK = 'first-start';

/** Writes a file's bytes, or a folder's names, to the disk. */
async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Makes a new database so that one whose making was cut off is never used: a killed or failed first start leaves a
 * mark, and the next start begins again. Nothing was kept in it yet.
 *
 * @param folder where the mark is put
 * @param dataDir the database's own folder in it; `create` makes or opens what it holds
 */
export async function createWhole<T>(folder: string, dataDir: string, create: () => Promise<T>): Promise<T> {
  const mark = join(folder, MARK);
  if (existsSync(mark)) rmSync(dataDir, { recursive: true, force: true });
  else if (existsSync(dataDir)) return create();
  writeFileSync(mark, '');
  const created = await create();
  for (const entry of readdirSync(dataDir, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) await flush(join(entry.parentPath, entry.name));
  }
  rmSync(mark);
  if (process.platform !== 'win32') await flush(folder);
  return created;
}

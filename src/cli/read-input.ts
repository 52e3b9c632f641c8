import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { UsageError } from './command.ts';

const READ_FAULTS: Record<string, string> = {
  ENOENT: 'there is no such file',
  EACCES: 'it may not be read',
  EISDIR: 'it is a folder',
};

async function bytesOf(source: string): Promise<Buffer> {
  if (source === '-') return buffer(process.stdin);
  try {
    return await readFile(source);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new UsageError(`cannot read ${source}: ${READ_FAULTS[code] ?? message}`);
  }
}

/**
 * Reads JSON from a file, or from standard input for `-`.
 *
 * @throws UsageError when it cannot be read, is empty, or is not JSON in UTF-8
 */
export async function readJsonInput(source: string): Promise<unknown> {
  const bytes = await bytesOf(source);
  const name = source === '-' ? 'standard input' : source;
  const text = decode(bytes, name);
  if (text.trim() === '') throw new UsageError(`${name} is empty; expected JSON`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${name} is not JSON: ${(error as SyntaxError).message}`);
  }
}

/** Drops a byte order mark, which some editors write. */
function decode(bytes: Buffer, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`${name} is not UTF-8`);
  }
}

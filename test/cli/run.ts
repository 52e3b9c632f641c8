import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/app/cli.js', import.meta.url));

/** How a run of the program ended. */
export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built program, with `input` on its standard input. */
export async function run(args: readonly string[], input: string | Buffer = ''): Promise<Run> {
  const child = spawn(process.execPath, [MAIN, ...args]);
  // A program that does not read its input closes the pipe; that is no failure of the test.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, out, err };
}

/** A folder that is gone when the test file is done. */
export function scratch() {
  const folder = mkdtempSync(join(tmpdir(), 'backorder-release-'));
  return {
    folder,
    file(name: string, content: unknown): string {
      const path = join(folder, name);
      writeFileSync(
        path,
        typeof content === 'string' || content instanceof Buffer ? content : JSON.stringify(content),
      );
      return path;
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

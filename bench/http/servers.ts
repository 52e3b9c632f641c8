import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** A server process on a loopback port of its own. */
export interface Server {
  readonly url: string;
  /** Milliseconds of processor time that it has used so far, all threads together; null where the system does not say. */
  readonly processorMs: () => number | null;
  stop(): Promise<void>;
}

const BOOT_TIMEOUT_MS = 30_000;
/** What Linux counts processor time in. */
const TICK_MS = 10;

/** Waits for the line in which a server says its port. */
async function portOf(child: ChildProcess, log: string, pattern: RegExp): Promise<string> {
  const startedAt = performance.now();
  while (performance.now() - startedAt < BOOT_TIMEOUT_MS) {
    const text = readFileSync(log, 'utf8');
    const port = pattern.exec(text)?.[1];
    if (port !== undefined) return port;
    if (child.exitCode !== null) throw new Error(`the server exited with ${child.exitCode}: ${text}`);
    await delay(50);
  }
  throw new Error('the server did not start');
}

function processorMs(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return null;
  }
}

/**
 * Starts a script of this build and waits until it serves. What it logs goes to a file, as it would in production,
 * and not through the process that makes the load.
 */
export async function startServer(
  script: string,
  pattern: RegExp,
  environment: Record<string, string>,
): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-http-'));
  const log = join(folder, 'log');
  const file = openSync(log, 'a');
  const child = spawn(process.execPath, [fileURLToPath(new URL(script, import.meta.url))], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', file, 'inherit'],
  });
  closeSync(file);
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const port = await portOf(child, log, pattern);
  return {
    url: `http://127.0.0.1:${port}`,
    processorMs: () => processorMs(child.pid!),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      process.off('exit', kill);
      rmSync(folder, { recursive: true });
    },
  };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { newEmbeddedFolder } from '../embedded-template.ts';
import type { LogLine } from './service.ts';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** The service as its users start it: a process of its own. */
export interface ServiceProcess {
  readonly url: string;
  readonly port: number;
  readonly lines: LogLine[];
  /** Resolves with the exit code, or with the signal that ended the process. */
  readonly exit: Promise<number | string>;
  signal(name: 'SIGTERM' | 'SIGINT' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
  /** Waits for a log line that has this message. @throws when the process ends before */
  logged(message: string): Promise<LogLine>;
}

/** The variables of a database that nobody else has, unless these name one. */
function withDatabase(environment: Record<string, string>) {
  if ('DATA_DIR' in environment || 'DATABASE_URL' in environment) return { environment, remove: () => {} };
  const { folder, remove } = newEmbeddedFolder();
  return { environment: { DATA_DIR: folder, ...environment }, remove };
}

/** Another program than the service, with its arguments; it can be sent messages. */
interface OtherProgram {
  readonly file: string;
  readonly given: readonly string[];
}

/**
 * Starts the built service on a port that the system chooses, on a database of its own unless `given` names one,
 * without waiting for anything. It ends at the latest with the tests.
 */
export function startProcess(given: Record<string, string>, program?: OtherProgram) {
  const { environment, remove } = withDatabase(given);
  const child: ChildProcess = spawn(process.execPath, program ? [program.file, ...program.given] : [MAIN], {
    env: { PATH: process.env.PATH, PORT: '0', SOLVER_THREADS: '2', ...environment },
    stdio: ['ignore', 'pipe', 'pipe', ...(program ? (['ipc'] as const) : [])],
  });
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  const lines: LogLine[] = [];
  const waiting = new Set<() => void>();
  let errors = '';
  child.stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  if (child.stdout === null) throw new Error('no standard output');
  const reader = createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(JSON.parse(line));
    for (const check of waiting) check();
  });
  // The last lines may be read after the process has ended.
  const exit = Promise.all([once(child, 'close'), once(reader, 'close')]).then(([ended]) => {
    process.off('exit', kill);
    remove();
    return (ended[0] ?? ended[1]) as number | string;
  });
  const logged = (message: string): Promise<LogLine> =>
    new Promise((resolve, reject) => {
      const check = () => {
        const line = lines.find(({ msg }) => String(msg).startsWith(message));
        if (line === undefined) return;
        waiting.delete(check);
        resolve(line);
      };
      waiting.add(check);
      check();
      exit.then((code) => reject(new Error(`ended with ${code} before it logged "${message}": ${errors}`)));
    });
  return { child, lines, exit, logged, errors: () => errors };
}

/** Starts the built service and waits until it is ready. */
export async function startService(environment: Record<string, string> = {}): Promise<ServiceProcess> {
  const { child, lines, exit, logged } = startProcess(environment);
  const { url } = (await logged('ready')) as { url: string };
  return {
    url,
    port: Number(new URL(url).port),
    lines,
    exit,
    logged,
    signal: (name) => void child.kill(name),
  };
}

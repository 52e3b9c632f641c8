import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A server process on a loopback port of its own. */
export interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

const BOOT_TIMEOUT_MS = 30_000;

/** Waits for the line in which a server says its port. */
function portOf(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the server did not start')), BOOT_TIMEOUT_MS);
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += chunk;
      const port = pattern.exec(text)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(port);
    });
    child.once('exit', (code) => reject(new Error(`the server exited with ${code}: ${text}`)));
  });
}

/** Starts a script of this build and waits until it listens. */
export async function startServer(
  script: string,
  pattern: RegExp,
  environment: Record<string, string>,
): Promise<Server> {
  const child = spawn(process.execPath, [fileURLToPath(new URL(script, import.meta.url))], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await portOf(child, pattern);
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

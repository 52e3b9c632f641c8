import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';

/** What an id that a caller brings may hold: short, printable, harmless in a log and in a header. */
const SANE = /^[A-Za-z0-9._~:/+=@-]{1,128}$/;

/** The id of the header `X-Request-Id`, if it is sane; a new one if not. */
export function requestIdOf(request: IncomingMessage, newRequestId: () => string): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && SANE.test(given) ? given : newRequestId();
}

/** Answers every request with its id, and with the one header that every reply of ours may want. */
export function echoRequestId(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
    done();
  });
}

import type { FastifyInstance } from 'fastify';
import { InputError } from '../domain/faults.ts';

/** Of a route: whether its headers name `If-Match`, which is checked then. Set where the headers are documented. */
export interface RouteVersions {
  readonly takesIfMatch?: boolean;
}

/** Methods of requests that only read; a proxy may add anything to them. */
const READS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Refuses `If-Match` of a write for which it means nothing: whoever sends it relies on a check that is not made.
 *
 * @throws InputError malformed, to the request
 */
export function refuseIdleIfMatch(app: FastifyInstance): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const { takesIfMatch = false } = request.routeOptions.config as RouteVersions;
    const isIdle = !takesIfMatch && !READS.includes(request.method) && !request.is404;
    if (!isIdle || (request.headers['if-match'] ?? '').trim() === '') return done();
    const message = 'means nothing here: what this request writes has no version that you could have seen';
    done(new InputError('malformed', [{ path: 'If-Match', code: 'not_allowed', message }]));
  });
}

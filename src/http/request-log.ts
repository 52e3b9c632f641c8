import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ERRORS, type ServiceError } from '../errors.ts';

/** What the log line of a request says besides the request itself. Never a body. */
export interface RequestFacts {
  readonly decision?: string;
  readonly engine?: string;
  readonly proof?: string;
  readonly solveMs?: number;
  /** What the structured search broke with, where an engine answered all the same: a defect. */
  readonly searchFailure?: string;
  readonly valid?: boolean;
  /** Of a wave: shipments that were released in full, in part, and not at all. */
  readonly released?: number;
  readonly partiallyReleased?: number;
  readonly held?: number;
  readonly code?: string;
  readonly err?: unknown;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Filled in by whoever answers; logged once, when the answer has gone. */
    facts: RequestFacts | null;
  }
}

/** What the log says of an error: its code, and the cause where it is ours. */
export function errorFacts(error: ServiceError): RequestFacts {
  const { status } = ERRORS[error.code];
  return status >= 500 ? { code: error.code, err: error.cause ?? error } : { code: error.code };
}

function write(request: FastifyRequest, reply: FastifyReply, message: string): void {
  const status = reply.statusCode;
  const path = request.url.split('?', 1)[0];
  const line = { method: request.method, path, status, ms: round(reply.elapsedTime), ...request.facts };
  const isOurDefect = status >= 500 && status !== 503 && status !== 504;
  if (isOurDefect || line.searchFailure !== undefined) request.log.error(line, message);
  else request.log.info(line, message);
}

/** Microseconds suffice. */
const round = (ms: number) => Math.round(ms * 1000) / 1000;

/** One line a request, written when its answer has gone or its caller has. */
export function logRequests(app: FastifyInstance): void {
  app.decorateRequest('facts', null);
  app.addHook('onResponse', (request, reply, done) => {
    write(request, reply, 'answered');
    done();
  });
  app.addHook('onRequestAbort', async (request) => {
    request.log.info({ method: request.method, path: request.url.split('?', 1)[0] }, 'the caller went away');
  });
}

import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ERRORS, ServiceError } from '../errors.ts';
import { classify } from './classify.ts';
import type { AppPorts } from './ports.ts';
import { errorFacts } from './request-log.ts';
import { problemHeaders, problemOf } from './schemas/problem.ts';

/** Answers anything thrown as a problem document, and leaves a note for the log. */
export function answerProblem(
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  ports: AppPorts,
): FastifyReply {
  const error = classify(thrown, ports.bodyLimitBytes);
  if (error.code === 'INVARIANT_BROKEN') ports.state.countBrokenInvariant();
  request.facts = { ...request.facts, ...errorFacts(error) };
  const body = JSON.stringify(problemOf(error, request.id));
  return reply
    .code(ERRORS[error.code].status)
    .headers({ 'x-request-id': request.id, ...problemHeaders(error) })
    .serializer((payload: string) => payload)
    .send(body);
}

/** Refuses unknown paths and methods before any body is read. */
function refuseUnknown(app: FastifyInstance): void {
  const methods = new Map<string, Set<string>>();
  /** The methods of a path, which may have been written with parameters. */
  const methodsOf = (path: string): ReadonlySet<string> | undefined => {
    const exact = methods.get(path);
    if (exact !== undefined) return exact;
    const parts = path.split('/');
    const fits = (url: string) => {
      const wanted = url.split('/');
      if (wanted.length !== parts.length || !url.includes(':')) return false;
      return wanted.every((part, index) =>
        part.startsWith(':') ? parts[index] !== '' : part === parts[index],
      );
    };
    const url = [...methods.keys()].find(fits);
    return url === undefined ? undefined : methods.get(url);
  };
  app.addHook('onRoute', ({ url, method }) => {
    const known = methods.get(url) ?? new Set();
    for (const name of [method].flat()) known.add(name);
    methods.set(url, known);
  });
  const refusalOf = ({ url, method }: FastifyRequest): ServiceError => {
    const path = url.split('?', 1)[0] ?? '';
    const known = methodsOf(path);
    if (known === undefined) return new ServiceError('NOT_FOUND', `no resource at ${path}`);
    const allow = [...known].sort().join(', ');
    const detail = `${path} takes ${allow}, not ${method}`;
    return new ServiceError('METHOD_NOT_ALLOWED', detail, { headers: { allow } });
  };
  app.addHook('onRequest', (request, _reply, done) => {
    done(request.is404 ? refusalOf(request) : undefined);
  });
}

/** Makes every error that reaches the framework a problem document. Call before any route is added. */
export function answerProblems(app: FastifyInstance, ports: AppPorts): void {
  app.setErrorHandler((thrown, request, reply) => answerProblem(thrown, request, reply, ports));
  refuseUnknown(app);
}

/** The row of the table that a connection's error belongs to. */
function classifyConnectionError(error: Error & { code?: string }): ServiceError {
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return new ServiceError('REQUEST_TIMEOUT', 'headers and body did not arrive in full in time');
  }
  if (error.code === 'HPE_HEADER_OVERFLOW') {
    return new ServiceError('HEADERS_TOO_LARGE', 'the headers are longer than 16 KiB together');
  }
  return new ServiceError('MALFORMED_HTTP', `not readable as HTTP (${error.code ?? error.message})`);
}

/** Answers what never became a request: there is no reply object, only the socket. */
export function connectionErrorHandler(ports: AppPorts) {
  return (thrown: Error & { code?: string }, socket: Socket): void => {
    if (thrown.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const error = classifyConnectionError(thrown);
    const requestId = ports.newRequestId();
    const { status } = ERRORS[error.code];
    ports.log.info({ requestId, status, code: error.code }, 'answered');
    const body = JSON.stringify(problemOf(error, requestId));
    const headers = {
      ...problemHeaders(error),
      'x-request-id': requestId,
      'content-length': String(Buffer.byteLength(body)),
      connection: 'close',
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
  };
}

import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ServiceError } from '../errors.ts';
import { jsonParser, parseBounded } from '../input/bounded-input.ts';
import { heapForReading, readJson } from '../input/read-json.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** How many times as long as another one the body of the route may be. */
    readonly bodyLimitFactor?: number;
  }
}

/** The pieces of a body, as they came. */
export type BodyPieces = readonly Uint8Array[];

/**
 * Longest body that is read in this thread, in bytes: `JSON.parse` cannot be interrupted, and of 8 MiB it takes some
 * 0.1 s. The most rows that a write may have fit several times over.
 */
const READ_HERE_BYTES = 8 * 2 ** 20;

/** What a body that may be left out says then. */
const NOTHING = Buffer.from('{}');

const byteLengthOf = (pieces: BodyPieces): number => pieces.reduce((sum, { length }) => sum + length, 0);

/** The body of a request to a route that has one; whoever answers it reads it. */
export const piecesOf = (request: FastifyRequest): BodyPieces => request.body as BodyPieces;

/** @throws ServiceError UNSUPPORTED_MEDIA_TYPE */
export function refuseEncoded({ headers }: FastifyRequest): void {
  const encoding = headers['content-encoding'];
  if (encoding === undefined || encoding === 'identity') return;
  const detail = `Content-Encoding: ${encoding} is not supported; send the body uncompressed`;
  throw new ServiceError('UNSUPPORTED_MEDIA_TYPE', detail);
}

/**
 * Collects a body without joining its pieces: of 32 MiB that alone would hold up every other request for 10 ms and
 * more. What comes is counted, whatever its length was said to be.
 */
function collect(request: FastifyRequest, payload: IncomingMessage, limit: number): Promise<Uint8Array[]> {
  return new Promise((resolve, reject) => {
    const stated = Number(request.headers['content-length'] ?? Number.NaN);
    const tooLarge = () => new ServiceError('BODY_TOO_LARGE', `the body is longer than ${limit} bytes`);
    if (stated > limit) {
      reject(tooLarge());
      return;
    }
    const pieces: Uint8Array[] = [];
    let length = 0;
    const settle = (end: () => void): void => {
      payload.off('data', onData).off('end', onEnd).off('error', onError);
      end();
    };
    const onData = (piece: Buffer): void => {
      length += piece.length;
      if (length > limit) settle(() => reject(tooLarge()));
      else pieces.push(piece);
    };
    const onEnd = (): void =>
      settle(() => {
        if (length === stated || Number.isNaN(stated)) resolve(pieces);
        else reject(new ServiceError('MALFORMED_HTTP', 'the body is not as long as Content-Length says'));
      });
    const onError = (error: Error): void =>
      settle(() => reject(new ServiceError('MALFORMED_HTTP', error.message, { cause: error })));
    payload.on('data', onData).on('end', onEnd).on('error', onError);
  });
}

/**
 * Makes `application/json` the only media type that a body may have, and a body required where one is read, unless
 * the route's `config.mayOmitBody` is set. A route's `config.bodyLimitFactor` is how many times as long its bodies may be. A route gets the bytes as {@link piecesOf} gives them.
 */
export function acceptJsonOnly(app: FastifyInstance, limit: number): void {
  app.removeAllContentTypeParsers();
  app.addHook('preValidation', (request, _reply, done) => {
    const isWanted = request.routeOptions.schema?.body !== undefined;
    // Without any body no parser was asked.
    const isEmpty = request.body === undefined || piecesOf(request).length === 0;
    const { mayOmitBody } = request.routeOptions.config as { mayOmitBody?: boolean };
    if (isWanted && isEmpty && mayOmitBody) request.body = [NOTHING];
    done(
      isWanted && isEmpty && !mayOmitBody
        ? new ServiceError('INVALID_JSON', 'the body is empty; send a JSON object')
        : undefined,
    );
  });
  app.addContentTypeParser('application/json', async (request: FastifyRequest, payload: IncomingMessage) => {
    refuseEncoded(request);
    const { bodyLimitFactor = 1 } = request.routeOptions.config;
    return collect(request, payload, bodyLimitFactor * limit);
  });
}

/**
 * Makes the routes of `app` get their bodies as values that are held against the schemas, instead of bytes; so are
 * their queries, parameters and headers.
 */
export function readBodies(app: FastifyInstance): void {
  app.addHook('preValidation', async (request) => {
    // Rows are read while they come, and are no pieces any more.
    if (!Array.isArray(request.body)) return;
    const pieces = piecesOf(request);
    if (byteLengthOf(pieces) > READ_HERE_BYTES) {
      throw new ServiceError('BODY_TOO_LARGE', `the body is longer than ${READ_HERE_BYTES} bytes`);
    }
    request.body = readJson(pieces, heapForReading());
  });
  app.setValidatorCompiler<z.ZodType>(({ schema, httpPart }) => {
    // What JSON brings may be long; paths, queries and headers are short, and no plain objects.
    const parse = httpPart === 'body' ? jsonParser(schema) : (input: unknown) => parseBounded(schema, input);
    return (input) => {
      try {
        return { value: parse(input) };
      } catch (error) {
        return { error: error as Error };
      }
    };
  });
}

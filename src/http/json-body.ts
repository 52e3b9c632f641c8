import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { ServiceError } from '../errors.ts';

/**
 * Reads a JSON text from bytes. `__proto__` becomes a field like any other, which the schemas then refuse by its
 * path; no prototype is touched.
 *
 * @throws ServiceError INVALID_JSON
 */
function readJson(bytes: Buffer): unknown {
  if (bytes.length === 0) throw new ServiceError('INVALID_JSON', 'the body is empty; send a JSON object');
  // Decoding would turn every broken sequence into the same character, and two product codes into one.
  if (!isUtf8(bytes)) throw new ServiceError('INVALID_JSON', 'the body is not UTF-8');
  const text = bytes.toString('utf8');
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    throw new ServiceError('INVALID_JSON', (error as SyntaxError).message, { cause: error });
  }
}

const NOTHING = Buffer.alloc(0);

/** Makes `application/json` the only media type that a body may have, and a body required where one is read. */
export function acceptJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addHook('preValidation', async (request) => {
    // Without any body no parser was asked.
    if (request.body === undefined && request.routeOptions.schema?.body !== undefined) readJson(NOTHING);
  });
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const encoding = request.headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'identity') {
      const detail = `Content-Encoding: ${encoding} is not supported; send the body uncompressed`;
      done(new ServiceError('UNSUPPORTED_MEDIA_TYPE', detail));
      return;
    }
    try {
      done(null, readJson(body as Buffer));
    } catch (error) {
      done(error as ServiceError);
    }
  });
}

import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InputError } from '../domain/faults.ts';
import { compareCodes, SiteId } from '../domain/ids.ts';
import type { StoredAnswer } from '../release/ports/idempotency.ts';
import type { Write } from '../release/service-ports.ts';

/** The site of a request that names none. */
const DEFAULT_SITE = 'default';
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,200}$/;
/** Larger than any version: what is named beyond it is stale, and no number for the store. */
const NO_VERSION = 2 ** 31 - 1;
const VERSION_TAG = /^(?:W\/)?"?(\d{1,200})"?$/;

const malformed = (path: string, message: string) =>
  new InputError('malformed', [{ path, code: 'wrong_format', message }]);

function headerOf(request: FastifyRequest, name: string): string | null {
  const value = request.headers[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/**
 * The site that a request is about: its header `X-Site`, or `default`.
 *
 * @throws InputError malformed
 */
export function siteOf(request: FastifyRequest): SiteId {
  const site = SiteId.safeParse(headerOf(request, 'x-site') ?? DEFAULT_SITE);
  if (!site.success) throw malformed('X-Site', site.error.issues[0]!.message);
  return site.data;
}

function expectedVersionOf(request: FastifyRequest): number | null {
  const tag = headerOf(request, 'if-match');
  if (tag === null || tag === '*') return null;
  const [, version] = VERSION_TAG.exec(tag) ?? [];
  if (version === undefined) throw malformed('If-Match', 'must be a version, such as "3", or *');
  return Math.min(Number(version), NO_VERSION);
}

/** Objects with their fields in the order of their names: the same request, however its fields are arranged. */
const inWrittenOrder = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => compareCodes(a, b)))
    : value;

function idempotencyOf(request: FastifyRequest): Write['idempotency'] {
  const given = request.headers['idempotency-key'];
  if (given === undefined) return null;
  const key = String(given).trim();
  if (!IDEMPOTENCY_KEY.test(key)) {
    throw malformed('Idempotency-Key', 'must be 1 to 200 visible characters without spaces');
  }
  const parts = [request.method, request.url, JSON.stringify(request.body ?? null, inWrittenOrder)];
  const requestHash = createHash('sha256').update(parts.join('\n')).digest('base64url');
  return { key, requestHash };
}

/** The version that a write has seen, by its header or by its body. @throws InputError */
function versionSeen(request: FastifyRequest, inBody: number | undefined): number | null {
  const inHeader = expectedVersionOf(request);
  if (inBody === undefined) return inHeader;
  if (inHeader === null || inHeader === inBody) return inBody;
  const message = `is ${inBody}, and If-Match names ${inHeader}; leave one of them out`;
  throw new InputError('contradictory', [{ path: 'version', code: 'not_allowed', message }]);
}

/**
 * What a write says of itself: `X-Site`, `If-Match`, `Idempotency-Key`; all optional.
 *
 * @param seen the `version` in its body, where it sends back what it has read; it is checked like `If-Match`
 * @throws InputError malformed; contradictory where header and body name different versions
 */
export function writeOf(request: FastifyRequest, seen?: number): Write {
  return {
    siteId: siteOf(request),
    correlationId: request.id,
    idempotency: idempotencyOf(request),
    expectedVersion: versionSeen(request, seen),
  };
}

/** Answers a resource with its version as `ETag`, where it has one. */
export function answer(reply: FastifyReply, { status, body }: StoredAnswer): FastifyReply {
  const version = (body as { version?: unknown } | null)?.version;
  if (typeof version === 'number') reply.header('etag', `"${version}"`);
  return reply.code(status).send(body);
}

import type { OpenAPIV3_1 } from 'openapi-types';
import { ERRORS, type ErrorCode } from '../../errors.ts';
import type { JsonSchema } from './schema-book.ts';

type Response = OpenAPIV3_1.ResponseObject;

/** The headers that replies have, beside those of HTTP itself. */
export const RESPONSE_HEADERS = {
  RequestId: {
    description: 'Id of the request: the `X-Request-Id` that it brought, or a new one. It is in the log too.',
    schema: { type: 'string' },
    example: '6f1f7c3e-9a44-4f0e-8a2d-0d2c5c8b2f11',
  },
  ETag: {
    description: 'The `version` of the resource in quotes, as `If-Match` takes it.',
    schema: { type: 'string' },
    example: '"3"',
  },
  RetryAfter: {
    description:
      'Seconds after which trying again, as it is, makes sense. Not every error of the status has it.',
    schema: { type: 'integer' },
    example: 1,
  },
} as const satisfies Record<string, OpenAPIV3_1.HeaderObject>;

const referenceTo = (name: keyof typeof RESPONSE_HEADERS) => ({ $ref: `#/components/headers/${name}` });

/** The codes of errors that a reply's description names. */
const codesIn = (description: string): ErrorCode[] =>
  [...description.matchAll(/`([A-Z_]+)`:/g)].map(([, code]) => code as ErrorCode);

/** Whether a reply is a resource with a version, which goes out as its `ETag`. */
function hasVersion({ content }: Response, schemas: Readonly<Record<string, JsonSchema>>): boolean {
  const named = (schema: { $ref?: string } | undefined) => schemas[schema?.$ref?.split('/').at(-1) ?? ''];
  const schema = named(content?.['application/json']?.schema as { $ref?: string } | undefined);
  // Of several lots none is the resource; then there is no `ETag`.
  const members = [schema, ...((schema?.anyOf ?? []) as { $ref?: string }[]).map(named)];
  return members.some((member) => member?.properties?.version !== undefined);
}

/** States the headers of a reply. Changes it. */
export function addHeaders(response: Response, schemas: Readonly<Record<string, JsonSchema>>): void {
  const isRetried = codesIn(response.description).some((code) => ERRORS[code]?.retryAfterSeconds !== null);
  response.headers = {
    'X-Request-Id': referenceTo('RequestId'),
    ...(hasVersion(response, schemas) && { ETag: referenceTo('ETag') }),
    ...(isRetried && { 'Retry-After': referenceTo('RetryAfter') }),
  };
}

import type { OpenAPIV3_1 } from 'openapi-types';
import { ERRORS, type ErrorCode, ServiceError } from '../../errors.ts';
import { PROBLEM_MEDIA_TYPE, problemOf } from '../schemas/problem.ts';
import type { Example } from './example.ts';
import { OPTIMIZE_EXAMPLES } from './optimize-examples.ts';
import { SITE_STORY } from './site-examples.ts';
import { VERIFY_EXAMPLES } from './verify-examples.ts';
import { WAVE_EXAMPLES } from './wave-examples.ts';

const EXAMPLES: Readonly<Record<string, readonly Example[]>> = {
  optimize: OPTIMIZE_EXAMPLES,
  optimizeWave: WAVE_EXAMPLES,
  verify: VERIFY_EXAMPLES,
};

type Media = OpenAPIV3_1.MediaTypeObject;
type Operation = OpenAPIV3_1.OperationObject;
type Examples = NonNullable<Media['examples']>;

function addExample(
  media: Media | undefined,
  { name, summary }: Pick<Example, 'name' | 'summary'>,
  value: unknown,
): void {
  if (media === undefined) throw new Error(`the example ${name} has no place in the document`);
  media.examples = { ...media.examples, [name]: { summary, value } };
}

const bodyOf = ({ requestBody }: Operation): Media | undefined =>
  (requestBody as OpenAPIV3_1.RequestBodyObject | undefined)?.content['application/json'];

const responsesOf = ({ responses }: Operation) =>
  Object.entries((responses ?? {}) as Record<string, OpenAPIV3_1.ResponseObject>);

/** What an operation answers to requests: a stateless one is shown with its replies. */
function addOwnExamples(operation: Operation): void {
  const { operationId = '' } = operation;
  for (const example of EXAMPLES[operationId] ?? []) {
    // A request that its schema refuses is no example of it; its reply is one, and says what was wrong.
    if (example.status !== 400) addExample(bodyOf(operation), example, example.request);
    const [, response] = responsesOf(operation).find(([status]) => Number(status) === example.status) ?? [];
    addExample(Object.values(response?.content ?? {})[0], example, example.reply);
  }
  for (const example of SITE_STORY) {
    if (example.operationId === operationId) addExample(bodyOf(operation), example, example.request);
  }
}

/** Shows each error that an operation names, where it has no example of its own; each is written out once. */
function addProblems(operation: Operation, shown: Examples): void {
  for (const [, { content, description }] of responsesOf(operation)) {
    const media = content?.[PROBLEM_MEDIA_TYPE];
    if (media === undefined || media.examples !== undefined) continue;
    media.examples = {};
    for (const [, name] of description.matchAll(/`([A-Z_]+)`/g)) {
      const code = name as ErrorCode;
      const requestId = '6f1f7c3e-9a44-4f0e-8a2d-0d2c5c8b2f11';
      shown[code] = { summary: code, value: problemOf(new ServiceError(code, ERRORS[code].when), requestId) };
      media.examples[code] = { $ref: `#/components/examples/${code}` };
    }
  }
}

/** Puts the examples into a document that has their operations. Changes it and returns it. */
export function addExamples(document: OpenAPIV3_1.Document): OpenAPIV3_1.Document {
  const problems: Examples = {};
  for (const path of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(path ?? {}) as Operation[]) {
      addOwnExamples(operation);
      addProblems(operation, problems);
    }
  }
  document.components = { ...document.components, examples: problems };
  return document;
}

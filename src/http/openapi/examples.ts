import type { OpenAPIV3_1 } from 'openapi-types';
import type { Example } from './example.ts';
import { OPTIMIZE_EXAMPLES } from './optimize-examples.ts';
import { VERIFY_EXAMPLES } from './verify-examples.ts';

const EXAMPLES: Readonly<Record<string, readonly Example[]>> = {
  '/v1/optimize': OPTIMIZE_EXAMPLES,
  '/v1/verify': VERIFY_EXAMPLES,
};

type Media = OpenAPIV3_1.MediaTypeObject;

function addExample(media: Media | undefined, { name, summary }: Example, value: unknown): void {
  if (media === undefined) throw new Error(`the example ${name} has no place in the document`);
  media.examples = { ...media.examples, [name]: { summary, value } };
}

/** Puts the examples into a document that has their paths. Changes it and returns it. */
export function addExamples(document: OpenAPIV3_1.Document): OpenAPIV3_1.Document {
  for (const [path, examples] of Object.entries(EXAMPLES)) {
    const operation = document.paths?.[path]?.post;
    const body = operation?.requestBody as OpenAPIV3_1.RequestBodyObject | undefined;
    for (const example of examples) {
      addExample(body?.content['application/json'], example, example.request);
      const response = operation?.responses?.[example.status] as OpenAPIV3_1.ResponseObject | undefined;
      addExample(Object.values(response?.content ?? {})[0], example, example.reply);
    }
  }
  return document;
}

import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { OpenAPIV3_1 } from 'openapi-types';
import { addExamples } from './examples.ts';
import { describeForReaders, nameSchemas } from './schema-names.ts';
import { mergeVariants } from './variants.ts';

const zodToJsonConfig = { override: describeForReaders };

/** The resources that a site keeps; every request names its site by `X-Site`. */
const siteTags = [
  { name: 'settings', description: 'What the site has set' },
  { name: 'catalogue', description: 'Switches of products, and locations' },
  { name: 'inventory', description: 'What there is, and what will come' },
  { name: 'orders', description: 'Orders, and the shipments that order routing makes of them' },
  { name: 'shipments', description: 'Shipments, their families, and what a planner does by hand' },
  { name: 'runs', description: 'Runs over the backlog' },
  { name: 'events', description: 'What happened: pages, a stream, webhooks' },
];

/** Says which bodies may be left out; what makes the document of our schemas knows only that there is one. */
function letBodiesOut(document: OpenAPIV3_1.Document, omittable: ReadonlySet<string | undefined>) {
  for (const path of Object.values(document.paths ?? {})) {
    for (const { operationId, requestBody } of Object.values(path ?? {}) as OpenAPIV3_1.OperationObject[]) {
      if (requestBody !== undefined && omittable.has(operationId))
        Object.assign(requestBody, { required: false });
    }
  }
  return document;
}

/** Collects the routes that are added after it into an OpenAPI 3.1 document, `app.swagger()`. */
export async function describeApi(app: FastifyInstance, version: string): Promise<void> {
  nameSchemas();
  const omittable = new Set<string | undefined>();
  app.addHook('onRoute', ({ schema, config }) => {
    const { mayOmitBody } = (config ?? {}) as { mayOmitBody?: boolean };
    if (mayOmitBody) omittable.add((schema as { operationId?: string }).operationId);
  });
  const transformObject = createJsonSchemaTransformObject({ zodToJsonConfig });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'backorder-release',
        version,
        description:
          'Decides which backordered shipments can be released, from which locations and dated future lots. ' +
          'Errors are `application/problem+json`; `GET /errors` lists them all.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      tags: [
        { name: 'attempt', description: 'One release attempt: decide it, or check a plan for it' },
        ...siteTags,
        { name: 'operation', description: 'For those who run the service' },
      ],
    },
    transform: createJsonSchemaTransform({ zodToJsonConfig }),
    transformObject: (document) => {
      const complete = transformObject(document) as OpenAPIV3_1.Document;
      const described = letBodiesOut(mergeVariants(complete), omittable);
      return addExamples(described) as ReturnType<typeof transformObject>;
    },
  });
}

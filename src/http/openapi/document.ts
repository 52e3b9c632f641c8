import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import type { OpenAPIV3_1 } from 'openapi-types';
import type { z } from 'zod';
import { addExamples } from './examples.ts';
import { INFO, TAGS } from './info.ts';
import { NAMED } from './names.ts';
import { addHeaders, RESPONSE_HEADERS } from './response-headers.ts';
import { type JsonSchema, type SchemaBook, schemaBook } from './schema-book.ts';
import { eventSchemas, webhooksOf } from './webhooks.ts';

/** The schemas of a route, as it states them. */
interface RouteSchemas {
  readonly operationId?: string;
  readonly hide?: boolean;
  readonly body?: z.ZodType;
  readonly querystring?: z.ZodType;
  readonly params?: z.ZodType;
  readonly headers?: z.ZodType;
  readonly response?: Readonly<Record<string, RouteResponse>>;
}
interface RouteResponse {
  readonly description: string;
  readonly content: Readonly<Record<string, { readonly schema: z.ZodType }>>;
}

const TAKEN = ['body', 'querystring', 'params', 'headers'] as const;

/** A route as it is registered. Hooks that run later may still add to its schema. */
interface Route {
  readonly schema?: unknown;
  readonly config?: unknown;
}

/** Every route that is documented. */
class Routes {
  readonly #routes: Route[] = [];
  #book: SchemaBook | undefined;

  add(route: Route): void {
    this.#routes.push(route);
  }

  /** Operations whose body may be left out. */
  mayOmitBody(operationId: string | undefined): boolean {
    return this.#routes.some(({ schema, config }) => {
      const { mayOmitBody } = (config ?? {}) as { mayOmitBody?: boolean };
      return mayOmitBody === true && (schema as RouteSchemas).operationId === operationId;
    });
  }

  /** The schemas of all; the first to ask closes the list. */
  get book(): SchemaBook {
    this.#book ??= this.#write();
    return this.#book;
  }

  #write(): SchemaBook {
    const schemas = this.#routes
      .map(({ schema }) => (schema ?? {}) as RouteSchemas)
      .filter(({ hide }) => !hide);
    const taken = schemas.flatMap((schema) => TAKEN.flatMap((part) => schema[part] ?? []));
    const responses = schemas.flatMap(({ response }) => Object.values(response ?? {}));
    const answered = responses.flatMap(({ content }) => Object.values(content).map(({ schema }) => schema));
    return schemaBook(NAMED, taken, [...answered, ...eventSchemas]);
  }
}

const entries = <Value, Other>(given: Readonly<Record<string, Value>>, change: (value: Value) => Other) =>
  Object.fromEntries(Object.entries(given).map(([key, value]) => [key, change(value)]));

/** The route's schemas as JSON schemas. */
function written(schema: RouteSchemas, { input, output }: SchemaBook) {
  const taken = TAKEN.flatMap((part) => (schema[part] === undefined ? [] : [[part, input(schema[part])]]));
  const response = entries(schema.response ?? {}, ({ content, ...rest }) => ({
    ...rest,
    content: entries(content, (media) => ({ schema: output(media.schema) })),
  }));
  return { ...schema, ...Object.fromEntries(taken), response };
}

/** The other forms of bodies that are rows, by operation. */
const ROW_FORMS: Readonly<Record<string, { readonly row: string; readonly csv: string }>> = {
  refreshInventory: {
    row: 'RefreshRow',
    csv: 'locationCode,productCode,quantity,deliveryDate,futureInventoryId\nA,KTP,5,,\nB,KTP2,6,2026-05-15,po-1\n',
  },
  adjustInventory: { row: 'AdjustRow', csv: 'locationCode,productCode,quantity\nA,KTP,-1\n' },
};

const CSV =
  'Rows under a first line that names their columns, by the fields of a row; an empty cell leaves its field out.';

/** What a body of rows may be besides JSON. */
function rowForms(operationId: string | undefined): OpenAPIV3_1.RequestBodyObject['content'] {
  const forms = ROW_FORMS[operationId ?? ''];
  if (forms === undefined) return {};
  return {
    'application/x-ndjson': { schema: { $ref: `#/components/schemas/${forms.row}` } },
    'text/csv': { schema: { type: 'string', description: CSV }, example: forms.csv },
  };
}

/** What a body is, in its own words: those of its schema. */
function describeBody(
  { operationId, requestBody }: OpenAPIV3_1.OperationObject,
  routes: Routes,
  schemas: Readonly<Record<string, JsonSchema>>,
): void {
  if (requestBody === undefined) return;
  const { content } = requestBody as OpenAPIV3_1.RequestBodyObject;
  const schema = content['application/json']?.schema as { $ref?: string } | undefined;
  const description = schemas[schema?.$ref?.split('/').at(-1) ?? '']?.description;
  Object.assign(requestBody, { description, required: !routes.mayOmitBody(operationId) });
  Object.assign(content, rowForms(operationId));
}

/** What is known once all routes are: schemas by name, headers, webhooks, examples. */
function complete(document: OpenAPIV3_1.Document, routes: Routes): OpenAPIV3_1.Document {
  const { components: schemas } = routes.book;
  for (const path of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(path ?? {}) as OpenAPIV3_1.OperationObject[]) {
      describeBody(operation, routes, schemas);
      for (const response of Object.values(operation.responses ?? {})) {
        addHeaders(response as OpenAPIV3_1.ResponseObject, schemas);
      }
    }
  }
  return addExamples({
    ...document,
    webhooks: webhooksOf(routes.book),
    components: { schemas, headers: RESPONSE_HEADERS },
  });
}

/** Collects the routes that are added after it into an OpenAPI 3.1 document, `app.swagger()`. */
export async function describeApi(app: FastifyInstance, version: string): Promise<void> {
  const routes = new Routes();
  app.addHook('onRoute', (route) => routes.add(route));
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { ...INFO, version },
      servers: [{ url: '/' }],
      security: [],
      tags: TAGS,
    },
    transform: ({ schema, url }) =>
      schema?.hide || schema === undefined
        ? { schema: { hide: true }, url }
        : { schema: written(schema as RouteSchemas, routes.book), url },
    transformObject: (given) => {
      if (!('openapiObject' in given)) throw new Error('the document is one of OpenAPI');
      return complete(given.openapiObject as OpenAPIV3_1.Document, routes);
    },
  });
}

import type { OpenAPIV3_1 } from 'openapi-types';
import type { ReleasePorts } from '../../../src/release/service-ports.ts';
import { testService } from '../service.ts';

/** The document with every resource, of an app that has no store: nobody asks its routes. */
export async function wholeDocument(): Promise<OpenAPIV3_1.Document> {
  const { app } = await testService({ release: {} as ReleasePorts });
  const document: OpenAPIV3_1.Document = (await app.inject('/openapi.json')).json();
  await app.close();
  return document;
}

/** Every operation of a document. */
export const operationsOf = (document: OpenAPIV3_1.Document) =>
  Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item as Record<string, OpenAPIV3_1.OperationObject>).map(([method, operation]) => ({
      path,
      method: method.toUpperCase(),
      operation,
    })),
  );

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@hey-api/openapi-ts';
import openapiTypes, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenStore } from '../../../src/store/open-store.ts';
import { openEmbeddedStore } from '../../embedded-template.ts';
import { type SiteService, siteService } from '../site/site-service.ts';
import { SDK_PROGRAM, TYPES_PROGRAM } from './client-programs.ts';

/** What a customer's project may be set to, and stricter than most. */
const STRICT: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  noUncheckedIndexedAccess: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: [],
};

/** What the compiler finds wrong, a line each. */
function errorsOf(files: readonly string[]): string[] {
  const program = ts.createProgram({ rootNames: files, options: STRICT });
  return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
    const text = ts.flattenDiagnosticMessageText(messageText, '\n');
    return `${file?.fileName.split('/').at(-1)}: ${text}`;
  });
}

let folder: string;
let opened: OpenStore;
let site: SiteService;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'clients-'));
  opened = await openEmbeddedStore();
  site = await siteService(opened.store);
  const text = (await site.send('GET', '/openapi.json')).body;
  const document = join(folder, 'openapi.json');
  writeFileSync(document, text);
  // By default this generator wants of a request even what has a default.
  const types = await openapiTypes(JSON.parse(text), { defaultNonNullable: false });
  writeFileSync(join(folder, 'types.ts'), astToString(types));
  await createClient({
    input: document,
    output: { path: join(folder, 'sdk') },
    logs: { level: 'silent', file: false },
    plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
  });
  writeFileSync(join(folder, 'sdk-program.ts'), SDK_PROGRAM);
  writeFileSync(join(folder, 'types-program.ts'), TYPES_PROGRAM);
});
afterAll(async () => {
  await site?.service.app.close();
  await opened?.store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The functions of the program for the generated client. */
interface Program {
  connect(baseUrl: string): void;
  optimizeExample(): Promise<string>;
  heldExample(): Promise<string[]>;
  verifyExample(): Promise<boolean>;
  lineageExample(site: string): Promise<string[]>;
  eventsExample(site: string): Promise<string[]>;
  refusedExample(): Promise<string>;
}

describe('clients that are generated from the document', () => {
  it('compile with the programs of a customer, strictly', () => {
    expect(errorsOf([join(folder, 'sdk-program.ts'), join(folder, 'types-program.ts')])).toEqual([]);
  });

  it('do not compile with a misspelt field', () => {
    const broken = join(folder, 'broken-program.ts');
    writeFileSync(broken, TYPES_PROGRAM.replace('available: 5', 'availble: 5'));
    expect(errorsOf([broken]).join()).toContain('availble');
  });

  it('get from the service what they are typed to get', async () => {
    const program: Program = await import(join(folder, 'sdk-program.ts'));
    program.connect(await site.service.app.listen({ port: 0 }));
    expect(await program.optimizeExample()).toBe('released optimal READY@A FUTURE@A');
    expect(await program.heldExample()).toEqual(['5 KTP by 2026-05-01']);
    expect(await program.verifyExample()).toBe(true);
    expect(await program.lineageExample(site.siteId)).toEqual(['READY']);
    expect(await program.eventsExample(site.siteId)).toEqual([
      'inventory.changed',
      'shipment.released false',
    ]);
    expect(await program.refusedExample()).toBe('NOT_FOUND');
  });
});

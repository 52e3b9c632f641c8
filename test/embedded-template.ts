import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { openStore } from '../src/store/open-store.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of an embedded database with its schema and nothing else, which nobody opens. */
    readonly embeddedTemplate: string;
  }
}

/** Making an embedded database takes seconds, copying one a moment: it is made once for all tests of a run. */
export default async function setup(project: TestProject): Promise<() => void> {
  const template = mkdtempSync(join(tmpdir(), 'backorder-release-template-'));
  const { store } = await openStore({
    databaseUrl: null,
    dataDir: template,
    connections: 1,
    now: () => '2026-05-01T00:00:00.000Z',
    onConnectionError: (error) => {
      throw error;
    },
  });
  await store.close();
  project.provide('embeddedTemplate', template);
  return () => rmSync(template, { recursive: true, force: true });
}

/** A folder with an empty embedded database of one's own; whoever asks removes it. */
export function newEmbeddedFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'backorder-release-embedded-'));
  cpSync(inject('embeddedTemplate'), folder, { recursive: true });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

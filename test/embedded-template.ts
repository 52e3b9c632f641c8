import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { type OpenStore, openStore } from '../src/store/open-store.ts';

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

/** A store of its own on an embedded database, whose folder goes with it; `close` is the store's. */
export async function openEmbeddedStore(now = () => '2026-05-01T09:00:00.000Z'): Promise<OpenStore> {
  const { folder, remove } = newEmbeddedFolder();
  const opened = await openStore({
    databaseUrl: null,
    dataDir: folder,
    connections: 1,
    now,
    onConnectionError: (error) => {
      throw error;
    },
  });
  const close = async (): Promise<void> => {
    await opened.store.close();
    remove();
  };
  return { ...opened, store: { ...opened.store, close } };
}

/** A folder with an empty embedded database of one's own; whoever asks removes it. */
export function newEmbeddedFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'backorder-release-embedded-'));
  cpSync(inject('embeddedTemplate'), folder, { recursive: true });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

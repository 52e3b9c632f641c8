import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** More files than a reader sees at one glance; a folder that has more is to be cut by subject. */
const MOST_FILES = 15;

it.each(['src', 'test'])('no folder of %s holds more than fifteen files', (top) => {
  const files = readdirSync(join(root, top), { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.name !== 'README.md',
  );
  const counts = new Map<string, number>();
  for (const { parentPath } of files) counts.set(parentPath, (counts.get(parentPath) ?? 0) + 1);
  const crowded = [...counts].filter(([, count]) => count > MOST_FILES);
  expect(crowded.map(([folder, count]) => `${folder.slice(root.length)}: ${count}`)).toEqual([]);
});

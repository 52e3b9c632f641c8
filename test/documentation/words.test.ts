import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

const written = ['src', 'bench', 'docs'].flatMap((top) =>
  readdirSync(`${root}${top}`, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|md)$/.test(file) && !file.startsWith('out/'))
    .map((file) => `${top}/${file}`),
);

it('refers to no text that is not in the repository', () => {
  const outside = /\b(specification|mission|architecture\.md)\b|\brule \d[a-z]?\b/i;
  const referring = [...written, 'README.md', 'AGENTS.md', 'CHANGELOG.md'].filter((file) =>
    outside.test(readFileSync(`${root}${file}`, 'utf8')),
  );
  expect(written.length).toBeGreaterThan(300);
  expect(referring).toEqual([]);
});

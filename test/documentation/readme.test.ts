import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string) => readFileSync(join(root, file), 'utf8');

function markdownFiles(folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (['node_modules', 'dist', '.git', '.stryker-tmp', 'data', 'out'].includes(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return markdownFiles(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

describe('the documentation', () => {
  it('links only to files that exist', () => {
    const broken = markdownFiles().flatMap((file) =>
      [...read(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
        .filter(([, target]) => !existsSync(join(root, dirname(file), target!)))
        .map(([, target]) => `${file} → ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it('says in every folder of src what lives there', () => {
    const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
    const folders = new Set(sources.filter((file) => file.endsWith('.ts')).map((file) => dirname(file)));
    expect(folders.size).toBeGreaterThan(30);
    expect([...folders].filter((folder) => !existsSync(join(root, 'src', folder, 'README.md')))).toEqual([]);
  });

  it('names in the READMEs of src only files that exist', () => {
    const all = ['src', 'test', 'bench', 'docs', 'scripts']
      .flatMap((folder) =>
        readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
          (path) => `${folder}/${path}`,
        ),
      )
      .concat(readdirSync(root));
    const gone = markdownFiles('src').flatMap((file) =>
      [...read(file).matchAll(/`([\w.][\w./-]*\.(?:ts|mjs|json))`/g)]
        .map(([, name]) => name!.replace(/^(\.\.?\/)+/, ''))
        .filter((name) => !all.some((path) => path === name || path.endsWith(`/${name}`)))
        .map((name) => `${file} → ${name}`),
    );
    expect(gone).toEqual([]);
  });

  it('has a row in the table of rules for every rule of the formulation, and the other way round', () => {
    const rules = ['eligibility', 'constraints', 'tiers'].flatMap((folder) =>
      readdirSync(join(root, 'src/formulation', folder))
        .filter((file) => file.endsWith('.ts'))
        .map((file) => `src/formulation/${folder}/${file}`),
    );
    // What lays tiers out, or adds them up with the caller's weights, is not a rule of its own.
    const helpers = ['tier-terms.ts', 'lay-out-tier.ts', 'weighted.ts'].map(
      (file) => `src/formulation/tiers/${file}`,
    );
    const rows = [
      ...read('README.md').matchAll(/\]\((src\/formulation\/(?:eligibility|constraints|tiers)\/[^)]+)\)/g),
    ];
    const told = rows.map(([, file]) => file);
    expect([...new Set(told)].sort()).toEqual(rules.filter((file) => !helpers.includes(file)).sort());
  });

  it('has each word of the glossary once, in order', () => {
    const tables = read('docs/glossary.md').split('\n## ').slice(1);
    const words = tables.map((table) =>
      [...table.matchAll(/^\| ([a-z][^|]*?) \|/gim)]
        .map(([, word]) => word!)
        .filter((word) => word !== 'word'),
    );
    const all = words.flat();
    expect(all.length).toBeGreaterThan(40);
    expect(all.filter((word, at) => all.indexOf(word) !== at)).toEqual([]);
    for (const section of words) {
      expect(section).toEqual(
        [...section].sort((a, b) => a.toLowerCase().localeCompare(b.toLowerCase(), 'en')),
      );
    }
  });

  it('gives each runtime dependency a line on why', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
    const table = read('README.md').split('## Dependencies')[1] ?? '';
    expect(Object.keys(dependencies).filter((name) => !table.includes(name))).toEqual([]);
  });

  it('names no package version that is not exact', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json'));
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[a-z]+\.\d+)?$/.test(String(version)),
    );
    expect(loose).toEqual([]);
  });
});

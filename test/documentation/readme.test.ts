import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string) => readFileSync(join(root, file), 'utf8');

function markdownFiles(folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (['node_modules', 'dist', '.git', 'data', 'out'].includes(entry.name)) return [];
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

  it('has a row in the table of rules for every rule of the formulation, and the other way round', () => {
    const rules = ['eligibility', 'constraints', 'tiers'].flatMap((folder) =>
      readdirSync(join(root, 'src/formulation', folder)).map((file) => `src/formulation/${folder}/${file}`),
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

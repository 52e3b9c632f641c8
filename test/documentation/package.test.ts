import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Paths in the package, as npm packs the build that is there. */
function packedPaths(): string[] {
  // Scripts would build anew, under the threads of other tests.
  const call = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const report = execFileSync('npm', call, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [packed] = JSON.parse(report) as { files: { path: string }[] }[];
  return packed!.files.map(({ path }) => path);
}

const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));

describe('the package', () => {
  let paths: string[];
  beforeAll(() => {
    paths = packedPaths();
  });

  it('holds the build, its types, and the documents, and nothing else', () => {
    const kinds = paths.map((path) => path.replace(/^dist\/.*(?<!\.d)(\.d\.ts|\.js)$/, 'dist/**$1'));
    const documents = paths.filter((path) => path.startsWith('docs/'));
    expect([...new Set(kinds)].sort()).toEqual(
      [
        'CHANGELOG.md',
        'LICENSE',
        'README.md',
        'dist/**.d.ts',
        'dist/**.js',
        'package.json',
        ...documents,
      ].sort(),
    );
    expect(documents.every((path) => /\.(md|json)$/.test(path))).toBe(true);
  });

  it('holds each file that its manifest names, and the file that its threads run', () => {
    const { bin, exports } = manifest;
    const named = [
      ...Object.values<string>(bin),
      ...Object.values<string>(exports['.']),
      'dist/threads/jobs/main.js',
    ];
    expect(named.map((path) => path.replace('./', '')).filter((path) => !paths.includes(path))).toEqual([]);
  });

  it('holds every document that its README links to', () => {
    const linked = readFileSync(`${root}README.md`, 'utf8').matchAll(/\]\((docs\/[^)#\s]+)/g);
    expect([...linked].map(([, path]) => path!).filter((path) => !paths.includes(path))).toEqual([]);
  });

  it('has scripts that point to no map that is not there', () => {
    const pointing = paths
      .filter((path) => path.endsWith('.js'))
      // A build that was not begun anew may hold what has no source any more.
      .filter((path) => existsSync(`${root}${path.replace('dist/', 'src/').replace(/js$/, 'ts')}`))
      .filter((path) => readFileSync(`${root}${path}`, 'utf8').includes('//# sourceMappingURL='));
    expect(pointing).toEqual([]);
  });

  it('says where it comes from', () => {
    expect(manifest.repository.url).toMatch(/^git\+https:\/\/\S+\.git$/);
    expect(manifest.homepage).toMatch(/^https:/);
    expect(manifest.bugs).toMatch(/^https:/);
    expect(manifest.keywords.length).toBeGreaterThan(3);
    expect(existsSync(`${root}LICENSE`)).toBe(true);
  });
});

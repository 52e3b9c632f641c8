import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

it('a run with a failing test ends with 1, whatever the packages that start Postgres do at the end', () => {
  const folder = mkdtempSync(`${root}node_modules/.failing-`);
  try {
    const test = `${folder}/fails.test.ts`;
    writeFileSync(test, "import { expect, test } from 'vitest';\ntest('fails', () => expect(1).toBe(2));\n");
    const config = `${folder}/vitest.config.ts`;
    const settings = {
      root: folder,
      include: [test],
      exclude: [],
      globalSetup: [`${folder}/set-up.ts`],
    };
    writeFileSync(
      `${folder}/set-up.ts`,
      `import { loadWithoutExitHooks } from ${JSON.stringify(`${root}test/start-postgres.ts`)};
export default async () => { await loadWithoutExitHooks(); };
`,
    );
    writeFileSync(config, `export default { test: ${JSON.stringify(settings)} };\n`);
    const vitest = `${root}node_modules/vitest/vitest.mjs`;
    const { status, stdout } = spawnSync(process.execPath, [vitest, 'run', '--config', config], {
      encoding: 'utf8',
      cwd: root,
    });
    expect(stdout).toContain('1 failed');
    expect(status).toBe(1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openApiDocument } from './document.mjs';

// Holds the OpenAPI document against the rules of Redocly and Spectral. Neither may ask, tell or load anything.
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'openapi-'));
const file = join(folder, 'openapi.json');
const env = {
  ...process.env,
  CI: 'true',
  REDOCLY_TELEMETRY: 'off',
  REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
};
const LINTERS = [
  ['@redocly/cli/bin/cli.js', 'lint', file, '--config', join(root, 'redocly.yaml'), '--format', 'stylish'],
  [
    '@stoplight/spectral-cli/dist/index.js',
    'lint',
    file,
    '--ruleset',
    join(root, '.spectral.yaml'),
    '--fail-severity',
    'warn',
  ],
];

try {
  writeFileSync(file, await openApiDocument());
  let failed = false;
  for (const [program, ...args] of LINTERS) {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(root, 'node_modules', program), ...args],
      { cwd: folder, encoding: 'utf8', env },
    );
    if (status === 0) continue;
    failed = true;
    console.error(`${program.split('/bin/')[0]} ended with ${status}\n${stdout}${stderr}`);
  }
  process.exitCode = failed ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Builds after `npm ci` in a clone, and when the package is packed or installed from git. Where the compiler is not
 * installed (`npm ci --omit=dev`), whoever installs brings a build along, and it is left as it is.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const compiler = `${root}node_modules/typescript/bin/tsc`;

if (existsSync(compiler)) {
  const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
} else {
  process.stderr.write('No TypeScript here, so nothing was built.\n');
}

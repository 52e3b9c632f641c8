import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const BUILT = `${root}dist/.tsbuildinfo`;

/** Builds dist once before all tests where it is missing or older than a source; `npm test` has done so already. */
export default function setup(): void {
  if (existsSync(BUILT) && latestSourceMs() <= statSync(BUILT).mtimeMs) return;
  const { status, stdout } = spawnSync(
    process.execPath,
    ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  // tsc emits in spite of type errors; they fail `npm run build`, not a single test in the making.
  if (status !== 0) console.warn(`The build that the worker threads run has type errors:\n${stdout}`);
}

function latestSourceMs(): number {
  const files = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' });
  return Math.max(
    ...files.map((file) => statSync(`${root}src/${file}`, { throwIfNoEntry: false })?.mtimeMs ?? 0),
  );
}

import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Plugin } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));
const OF_A_THREAD = /new URL\('(\.\/[\w/-]+\.js)', import\.meta\.url\)/g;

/**
 * Threads run the build, since Node 20 runs no TypeScript: a file of src that names the module of a thread beside it,
 * as `new URL('./thread.js', import.meta.url)`, finds the one in dist.
 */
export function threadsOfTheBuild(): Plugin {
  return {
    name: 'threads-of-the-build',
    enforce: 'pre',
    transform(code, id) {
      if (!id.startsWith(`${root}src/`)) return;
      const built = pathToFileURL(id.replace(`${root}src/`, `${root}dist/`));
      return code.replace(OF_A_THREAD, (_, file: string) => `new URL('${new URL(file, built).href}')`);
    },
  };
}

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The tests that belong to the mutants, as `scripts/mutation/folders.mjs` names them. */
const tests = (process.env.MUTATION_TESTS ?? 'test/formulation/**').split(',');
const needsStore = process.env.MUTATION_STORE === '1';
const postgres = fileURLToPath(new URL('test/mutation/postgres-template.ts', import.meta.url));

/** No process and no thread is started for a mutant; stores are databases of a server that runs all the while. */
export default defineConfig({
  test: {
    include: tests.map((glob) => (glob.endsWith('.test.ts') ? glob : `${glob}/*.test.ts`)),
    setupFiles: ['test/arbitraries/fixed-seed.ts'],
    globalSetup: needsStore ? [postgres] : [],
    alias: [{ find: /^.*\/embedded-template\.ts$/, replacement: postgres }],
    provide: { postgresUrl: null },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

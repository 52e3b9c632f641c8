import { defineConfig } from 'vitest/config';

/**
 * Tests for mutants: those of the folders that are mutated, which `MUTATION_TESTS` names. Processes and servers would
 * be started anew for every mutant, so none is; stores are embedded ones.
 */
const tests = (process.env.MUTATION_TESTS ?? 'test/formulation/**').split(',');
const needStore = tests.some((glob) => glob.startsWith('test/release'));

export default defineConfig({
  test: {
    include: tests.map((glob) => `${glob}/*.test.ts`),
    setupFiles: ['test/arbitraries/fixed-seed.ts'],
    globalSetup: needStore ? ['test/embedded-template.ts'] : [],
    provide: { postgresUrl: null },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

import { defineConfig } from 'vitest/config';

/** Tests for mutants: those of the folders that are mutated, without the global set-up of processes and databases. */
export default defineConfig({
  test: {
    include: (process.env.MUTATION_TESTS ?? 'test/formulation/**')
      .split(',')
      .map((glob) => `${glob}/*.test.ts`),
    setupFiles: ['test/arbitraries/fixed-seed.ts'],
    testTimeout: 30_000,
  },
});

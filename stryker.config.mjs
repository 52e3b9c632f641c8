/** Mutation testing; `scripts/mutation/run.mjs` runs it folder by folder and says which tests belong to each. */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutation.config.ts' },
  plugins: ['@stryker-mutator/vitest-runner', './scripts/mutation/message-texts.mjs'],
  ignorers: ['message-texts'],
  mutate: ['src/formulation/**/*.ts'],
  coverageAnalysis: 'perTest',
  concurrency: 1,
  incremental: true,
  reporters: ['clear-text'],
  clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false, reportTests: false },
  ignorePatterns: ['/dist', '/bench/out', '/bench/results', '/data', '/coverage', '/reports'],
  tempDirName: '.stryker-tmp',
  // A mutant that loops for ever is stopped after this and one and a half times what its tests take.
  timeoutMS: 10_000,
};

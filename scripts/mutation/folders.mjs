/**
 * What is mutated together, and which tests must notice: those of the folder itself, and whole attempts where its
 * behaviour is stated by them. No test here starts a process, a thread or a database server.
 */
export const FOLDERS = {
  domain: {
    mutate: ['src/domain/**/*.ts'],
    tests: ['test/domain/**', 'test/input/**', 'test/cases/**', 'test/formulation/**'],
  },
  formulation: {
    mutate: ['src/formulation/**/*.ts'],
    tests: ['test/formulation/**', 'test/cases/**', 'test/decision/**'],
  },
  'decision/verify': {
    mutate: ['src/decision/verify/**/*.ts'],
    tests: ['test/decision/**', 'test/cases/**'],
  },
  decision: {
    mutate: ['src/decision/**/*.ts', '!src/decision/verify/**/*.ts'],
    tests: ['test/decision/**', 'test/cases/**'],
  },
  routing: { mutate: ['src/routing/**/*.ts'], tests: ['test/routing/**'] },
  release: { mutate: ['src/release/**/*.ts'], tests: ['test/release/**', 'test/routing/**'] },
  'solver/structured': {
    mutate: ['src/solver/structured/**/*.ts'],
    tests: ['test/solver/structured/**', 'test/cases/**'],
  },
};

import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { threadsOfTheBuild } from './test/threads-of-the-build.ts';

/** What needs no process, thread, socket or database: `npm run test:unit`. */
const UNIT = [
  'arbitraries',
  'attempt',
  'cases',
  'conformance/engines',
  'decision',
  'domain',
  'formulation',
  'input',
  'program',
  'properties',
  'release/*.test.ts',
  'release/run',
  'routing',
  'solver',
  'wave',
].map((folder) => `test/${folder.endsWith('.ts') ? folder : `${folder}/**/*.test.ts`}`);

const SHARED = {
  // Properties draw the same problems in every run.
  setupFiles: ['test/arbitraries/fixed-seed.ts'],
  // They end what hangs. What is slow on a busy machine is no failure.
  testTimeout: 120_000,
  hookTimeout: 120_000,
};

/** Modules are loaded once a process, HiGHS and Fastify among them: no file changes what they hold. */
const isolate = false;

export default defineConfig({
  test: {
    // One more than there are cores: tests of processes and threads wait much of the time.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        test: {
          ...SHARED,
          name: 'unit',
          include: UNIT,
          isolate,
        },
      },
      {
        plugins: [threadsOfTheBuild()],
        test: {
          ...SHARED,
          name: 'system',
          include: ['test/**/*.test.ts'],
          exclude: UNIT,
          isolate,
          // Worker threads run the built JavaScript, also when vitest is called without `npm test`.
          globalSetup: ['test/build-if-stale.ts', 'test/postgres-server.ts', 'test/embedded-template.ts'],
        },
      },
    ],
  },
});

import { defineConfig } from 'vitest/config';
import { threadsOfTheBuild } from './test/threads-of-the-build.ts';

export default defineConfig({
  plugins: [threadsOfTheBuild()],
  test: {
    include: ['test/**/*.test.ts'],
    // Worker threads run the built JavaScript, also when vitest is called without `npm test`.
    globalSetup: ['test/build-if-stale.ts', 'test/postgres-server.ts', 'test/embedded-template.ts'],
    // Properties draw the same problems in every run.
    setupFiles: ['test/arbitraries/fixed-seed.ts'],
    // Real threads, real sockets and generated problems, on machines that may be busy.
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});

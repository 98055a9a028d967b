import { defineConfig } from 'vitest/config';

// The machine's two cores are shared with the server and the trainers under test. The limits end what hangs; they judge no
// speed, so they hold on a machine that is several times slower than ours.
const limits = { testTimeout: 300_000, hookTimeout: 120_000, maxWorkers: 2 };

/** `unit` needs nothing; files named *.server.test.ts run against a real Temporal server, started once for all. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: ['test/**/*.server.test.ts'], ...limits } },
      {
        test: {
          name: 'server',
          include: ['test/**/*.server.test.ts'],
          globalSetup: ['test/support/global-setup.ts'],
          ...limits,
        },
      },
    ],
  },
});

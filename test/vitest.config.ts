import { defineConfig } from 'vitest/config';

const root = new URL('..', import.meta.url).pathname;
/** Computations without a build, a process or simulations that take seconds. `npm run test:fast` runs them alone. */
const PURE = [
  'test/architecture.test.ts',
  'test/bench/{parts,results}/*.test.ts',
  'test/{conversation,import,load,measure,scenario,template,verdict}/**/*.test.ts',
  'test/compare/!(compare-trend).test.ts',
  'test/render/{capacity,csv,page}/**/*.test.ts',
  'test/render/!(hdr-tools).test.ts',
  'test/report/regions/**/*.test.ts',
  'test/report/!(report).test.ts',
];
const PLATFORM = 'test/platform/**/*.test.ts';
const MACHINE = 'test/bench/*.test.ts';
const E2E = 'test/e2e/**/*.test.ts';

/** Files of a worker share its modules: loading them for each file took half of the time. */
const shared = { isolate: false, setupFiles: ['test/support/no-leaked-secret.ts'] } as const;
const project = (name: string, settings: object) => ({
  root,
  test: {
    name,
    environment: 'node',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // CommonJS packages are imported as Node does it.
    deps: { interopDefault: false },
    ...settings,
  },
});

export default defineConfig({
  root,
  test: {
    globalSetup: 'test/support/temp-folders.ts',
    projects: [
      project('pure', { ...shared, include: PURE }),
      project('parts', { ...shared, include: ['test/**/*.test.ts'], exclude: [...PURE, PLATFORM, E2E, MACHINE] }),
      // Clocks, timers and watches that a process has once: each file has its own.
      project('platform', { include: [PLATFORM] }),
      // Each of these starts processes and threads of its own, and mostly waits for them.
      project('whole', { include: [E2E], testTimeout: 120_000, maxConcurrency: 5, sequence: { groupOrder: 1 } }),
      // They measure the machine, one at a time: benchmarks, not part of `npm test`.
      project('machine', { include: [MACHINE], maxWorkers: 1, sequence: { groupOrder: 2 } }),
    ],
  },
});

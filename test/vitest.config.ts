import { defineConfig } from 'vitest/config';

const root = new URL('..', import.meta.url).pathname;
/** They measure time against closed forms or another process's log: whatever else runs would be in their figures. */
const ALONE = ['test/calibrate/bounds.test.ts', 'test/engine/freeze.test.ts', 'test/run/validity.test.ts'];
const common = { environment: 'node', testTimeout: 60_000, hookTimeout: 60_000 } as const;

export default defineConfig({
  root,
  test: {
    projects: [
      {
        root,
        test: {
          ...common,
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', ...ALONE],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        root,
        // Each of these starts processes and threads of its own, and waits most of the time.
        test: {
          ...common,
          testTimeout: 120_000,
          name: 'whole',
          include: ['test/e2e/**/*.test.ts'],
          maxWorkers: 2,
          maxConcurrency: 5,
          sequence: { groupOrder: 1 },
        },
      },
      {
        root,
        test: { ...common, name: 'alone', include: ALONE, maxWorkers: 1, sequence: { groupOrder: 2 } },
      },
    ],
  },
});

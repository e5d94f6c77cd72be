/**
 * What `import … from 'palaver'` provides; src/types/palaver.d.ts declares it. Importing it has no effects; what a function needs
 * is loaded by its first call.
 */
import type { CompareArguments } from './library/compare-runs.ts';
import { defineScenario } from './library/define-scenario.ts';
import type { RunArguments } from './library/run-scenario.ts';
import { KnownError } from './platform/known-error.ts';

async function run(...given: RunArguments) {
  const { runScenario } = await import('./library/run-scenario.ts');
  return runScenario(...given);
}

async function compare(...given: CompareArguments) {
  const { compareRuns } = await import('./library/compare-runs.ts');
  return compareRuns(...given);
}

async function readReport(path: string) {
  if (typeof path !== 'string') throw new KnownError(`the path of a report must be a string (got ${typeof path})`);
  const { readRun } = await import('./report/read-report.ts');
  return readRun(path);
}

export { compare, defineScenario, KnownError, readReport, run };

import { join } from 'node:path';
import { isFolder, isThere, namesIn } from '../platform/files.ts';
import { KnownError } from '../platform/known-error.ts';
import type { Report } from '../report/report.ts';
import { REPORT_FILE } from '../report/write-report.ts';
import { readRun } from './read-run.ts';

/**
 * The run to compare with: a run's folder or its report.json; of a folder that holds the folders of runs, the latest of
 * this scenario (by name) that passed. Throws a KnownError where there is none.
 */
export function readBaseline(path: string, scenario: string): Report {
  if (!isFolder(path) || isThere(join(path, REPORT_FILE))) return readRun(path);
  const runs = namesIn(path)
    .map((name) => join(path, name))
    .filter((folder) => isThere(join(folder, REPORT_FILE)))
    .map(readRun);
  const passed = runs.filter((run) => run.verdict.status === 'pass' && run.scenario.name === scenario);
  const [latest] = passed.toSorted((left, right) => (left.run.startedAt < right.run.startedAt ? 1 : -1));
  if (latest) return latest;
  throw new KnownError(`--baseline: of the ${runs.length} runs in ${path} none is one of "${scenario}" that passed`, {
    hint: 'name the folder of a run, or leave --baseline out this time',
  });
}

import { join } from 'node:path';
import { isFolder, isThere, listFolder } from '../platform/files/files.ts';
import { KnownError } from '../platform/known-error.ts';
import { readReport } from '../report/read-report.ts';
import type { Report } from '../report/report.ts';
import { REPORT_FILE } from '../report/write-report.ts';

/** Reads the report of a run, from the run's folder or the file itself. Throws a KnownError if it cannot be read. */
export function readRun(path: string): Report {
  if (!isFolder(path)) return readReport(path);
  const file = join(path, REPORT_FILE);
  const runs = isThere(file) ? [] : listFolder(path).filter((name) => isThere(join(path, name, REPORT_FILE)));
  if (runs.length === 0) return readReport(file);
  throw new KnownError(`${path} has no ${REPORT_FILE}`, {
    hint: `name the folder of one run, such as ${join(path, runs.sort().at(-1)!)}`,
  });
}

import { join } from 'node:path';
import { isFolder } from '../platform/files/files.ts';
import { readReport } from '../report/read-report.ts';
import type { Report } from '../report/report.ts';
import { REPORT_FILE } from '../report/write-report.ts';

/** Reads the report of a run, from the run's folder or the file itself. Throws a KnownError if it cannot be read. */
export function readRun(path: string): Report {
  return readReport(isFolder(path) ? join(path, REPORT_FILE) : path);
}

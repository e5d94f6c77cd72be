import { join } from 'node:path';
import { writeFileAtomic } from '../platform/files.ts';
import type { Report } from './report.ts';
import { serialiseReport } from './serialise-report.ts';

/** The file every run leaves in its folder. */
export const REPORT_FILE = 'report.json';

/** `<name>-<20260131T142500Z>-<id>`; of the name only what every file system takes. */
export function reportFolderName({ name, startedAt, id }: Pick<Report['run'], 'name' | 'startedAt' | 'id'>): string {
  const stamp = startedAt.replace(/\.\d+/, '').replace(/[-:]/g, '');
  return `${fileWord(name, 60)}-${stamp}-${fileWord(id, 20)}`;
}

/** Writes the report into its folder under `reportDir` and returns the folder. Whole or not at all; KnownError if not. */
export function writeReport(reportDir: string, report: Report): string {
  const folder = join(reportDir, reportFolderName(report.run));
  writeFileAtomic(join(folder, REPORT_FILE), serialiseReport(report));
  return folder;
}

function fileWord(text: string, length: number): string {
  const word = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, length)
    .replace(/^-+|-+$/g, '');
  return word === '' ? 'run' : word;
}

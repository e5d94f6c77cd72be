import { join } from 'node:path';
import { claimFolder, writeFileAtomic } from '../platform/files/files.ts';
import type { Report } from './report.ts';
import { serialiseReport } from './serialise-report.ts';

/** The file every run leaves in its folder. */
export const REPORT_FILE = 'report.json';
/** The HTML page of a run, unless `--no-html` is given. */
export const PAGE_FILE = 'report.html';
/** The traces of a run with `--trace`. */
export const TRACE_FILE = 'trace.txt';

type RunIdentity = Pick<Report['run'], 'name' | 'startedAt' | 'id'>;

/** `<name>-<20260131T142500Z>-<id>`; the name is reduced to characters that every file system accepts. */
export function reportFolderName({ name, startedAt, id }: RunIdentity): string {
  const stamp = startedAt.replace(/\.\d+/, '').replace(/[-:]/g, '');
  return `${fileWord(name, 60)}-${stamp}-${fileWord(id, 20)}`;
}

/** Creates the folder of a run; numbered (`…-2`) if another run has the same name, second and id. KnownError if it fails. */
export function claimReportFolder(reportDir: string, run: RunIdentity): string {
  const first = join(reportDir, reportFolderName(run));
  for (let number = 1; ; number++) {
    const folder = number === 1 ? first : `${first}-${number}`;
    if (claimFolder(folder)) return folder;
  }
}

/** Writes the report into its folder (default: by its name under `reportDir`), which is returned. Atomic; KnownError if it fails. */
export function writeReport(
  reportDir: string,
  report: Report,
  folder = join(reportDir, reportFolderName(report.run)),
): string {
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

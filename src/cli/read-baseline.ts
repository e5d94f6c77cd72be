import { join } from 'node:path';
import { isFolder, isThere, listFolder } from '../platform/files/files.ts';
import { KnownError } from '../platform/known-error.ts';
import { statusName } from '../render/verdict-words.ts';
import { OtherVersionError, readRun } from '../report/read-report.ts';
import type { Report } from '../report/report.ts';
import { REPORT_FILE } from '../report/write-report.ts';

/** The baseline run, and why it was chosen. */
export interface ChosenBaseline {
  readonly report: Report;
  /** Its folder or its report.json. */
  readonly path: string;
  /** `latest of 3 passed runs of "x" (skipped: 1 regression)`. */
  readonly chosen: string;
  /** Reasons against it; a run given by name is used nevertheless. */
  readonly doubts: readonly string[];
}

/** No usable baseline yet: the new run is not compared, and can become the baseline. */
export interface NoBaseline {
  readonly report: undefined;
  /** `no baseline yet: "baseline" is empty; nothing is compared` */
  readonly chosen: string;
}

/**
 * The run to compare with: a run's folder or its report.json; of a folder with several runs, the latest of this scenario (by
 * name) whose final verdict passed. Throws a KnownError if a baseline is expected and missing:
 *
 * | the path | the run |
 * |---|---|
 * | does not exist, or cannot be read | error |
 * | is a folder without a run of this scenario | first baseline |
 * | is a run of another major version of the report, or a folder with only such runs | first baseline |
 * | is a folder without a readable run of this scenario, but with reports that cannot be read | error |
 * | is a folder with runs of this scenario, of which none passed | error |
 */
export function readBaseline(path: string, scenario: string): ChosenBaseline | NoBaseline {
  if (!isThere(path)) {
    throw new KnownError(`--baseline: ${path} does not exist`, {
      hint: 'check the path; for a first run, create an empty folder (mkdir -p)',
    });
  }
  if (isFolder(path) && !isThere(join(path, REPORT_FILE))) return latestPassed(path, scenario);
  const { report, problem, isOtherVersion } = readable(path);
  if (report) return { report, path, chosen: 'set by --baseline', doubts: doubtsOf(report) };
  if (isOtherVersion) return { report: undefined, chosen: `no baseline: ${problem.message}; nothing is compared` };
  throw problem;
}

function latestPassed(path: string, scenario: string): ChosenBaseline | NoBaseline {
  const found = listFolder(path)
    .map((name) => join(path, name))
    .filter((folder) => isThere(join(folder, REPORT_FILE)))
    .map((folder) => ({ folder, ...readable(folder) }));
  const unreadable = found.flatMap(({ problem, isOtherVersion }) => (problem && !isOtherVersion ? problem : []));
  const otherVersions = found.flatMap(({ isOtherVersion }) => (isOtherVersion ? ['of another report version'] : []));
  const runs = found.flatMap(({ folder, report }) => (report?.scenario.name === scenario ? [{ folder, report }] : []));
  const passed = runs.filter(({ report }) => qualifiesAsBaseline(report));
  const others = runs.flatMap(({ report }) => (qualifiesAsBaseline(report) ? [] : [nameOf(report)]));
  const skipped = counted([...others, ...unreadable.map(() => 'unreadable'), ...otherVersions]);
  const [latest] = passed.toSorted((left, right) => (left.report.run.startedAt < right.report.run.startedAt ? 1 : -1));
  if (latest) {
    const chosen = `latest of ${plural(passed.length, 'passed run')} of "${scenario}"`;
    const full = skipped === '' ? chosen : `${chosen} (skipped: ${skipped})`;
    return { report: latest.report, path: latest.folder, chosen: full, doubts: [] };
  }
  if (runs.length > 0) {
    throw new KnownError(
      `--baseline: none of ${plural(runs.length, 'run')} of "${scenario}" in ${path} passed (${skipped})`,
      {
        hint: "name one run's folder, or omit --baseline until a run passes",
      },
    );
  }
  const [problem] = unreadable;
  if (problem) {
    throw new KnownError(
      `--baseline: no run of "${scenario}" in ${path}, and ${plural(unreadable.length, 'report')} there cannot be read: ${problem.message}`,
      {
        hint: 'use the palaver version that wrote it, or remove its folder to start with a new baseline',
        cause: problem,
      },
    );
  }
  const readableRuns = found.length - otherVersions.length;
  const old = otherVersions.length > 0 ? `${plural(otherVersions.length, 'run')} of another report version` : '';
  const other = readableRuns > 0 ? `${plural(readableRuns, 'run')}, none of "${scenario}"` : '';
  const content = [old, other].filter((part) => part !== '').join(', ') || 'no runs';
  return { report: undefined, chosen: `no baseline yet: ${path} contains ${content}; nothing is compared` };
}

/** A run that regressed, failed or was interrupted must not become a baseline. */
function qualifiesAsBaseline({ run, verdict }: Report): boolean {
  return verdict.status === 'pass' && !run.partial;
}

function doubtsOf(report: Report): string[] {
  if (qualifiesAsBaseline(report)) return [];
  return [`baseline run ${report.run.id} did not pass (verdict: ${nameOf(report)})`];
}

type ReadRun =
  | { readonly report: Report; readonly problem?: undefined; readonly isOtherVersion: false }
  | { readonly report?: undefined; readonly problem: KnownError; readonly isOtherVersion: boolean };

/** One damaged run does not prevent the use of others. */
function readable(folder: string): ReadRun {
  try {
    return { report: readRun(folder), isOtherVersion: false };
  } catch (problem) {
    if (problem instanceof KnownError) return { problem, isOtherVersion: problem instanceof OtherVersionError };
    throw problem;
  }
}

function nameOf({ verdict }: Report): string {
  return verdict.status === 'pass' ? 'partial' : statusName(verdict.status);
}

/** `2 fail, 1 regression`; empty where there are none. */
function counted(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${count} ${word}`).join(', ');
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

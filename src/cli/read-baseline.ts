import { join } from 'node:path';
import { isFolder, isThere, namesIn } from '../platform/files.ts';
import { KnownError } from '../platform/known-error.ts';
import type { Report } from '../report/report.ts';
import { REPORT_FILE } from '../report/write-report.ts';
import { readRun } from './read-run.ts';

/** The run that a new one is compared with, and why that one. */
export interface ChosenBaseline {
  readonly report: Report;
  /** Its folder or its report.json. */
  readonly path: string;
  /** `latest of 3 passed runs of "x" (skipped: 1 regression)`. */
  readonly chosen: string;
  /** What speaks against it; a run that was named is taken all the same. */
  readonly doubts: readonly string[];
}

/**
 * The run to compare with: a run's folder or its report.json; of a folder that holds the folders of runs, the latest of
 * this scenario (by name) whose final verdict passed. Throws a KnownError where there is none.
 */
export function readBaseline(path: string, scenario: string): ChosenBaseline {
  if (isFolder(path) && !isThere(join(path, REPORT_FILE))) return latestPassed(path, scenario);
  const report = readRun(path);
  return { report, path, chosen: 'named by --baseline', doubts: doubtsOf(report) };
}

function latestPassed(path: string, scenario: string): ChosenBaseline {
  const found = namesIn(path)
    .map((name) => join(path, name))
    .filter((folder) => isThere(join(folder, REPORT_FILE)))
    .map((folder) => ({ folder, report: readable(folder) }));
  const runs = found.flatMap(({ folder, report }) =>
    report === undefined || report.scenario.name === scenario ? [{ folder, report }] : [],
  );
  const passed = runs.flatMap(({ folder, report }) =>
    report && qualifiesAsBaseline(report) ? [{ folder, report }] : [],
  );
  const others = runs.flatMap(({ report }) => (report && qualifiesAsBaseline(report) ? [] : [statusName(report)]));
  const skipped = others.length === 0 ? '' : ` (skipped: ${counted(others)})`;
  const [latest] = passed.toSorted((left, right) => (left.report.run.startedAt < right.report.run.startedAt ? 1 : -1));
  if (latest) {
    const chosen = `latest of ${passed.length} passed run${passed.length === 1 ? '' : 's'} of "${scenario}"${skipped}`;
    return { report: latest.report, path: latest.folder, chosen, doubts: [] };
  }
  throw new KnownError(
    `--baseline: no passed run of "${scenario}" among the ${found.length} runs in ${path}${skipped}`,
    { hint: "name one run's folder, or omit --baseline" },
  );
}

/** A run that got slower, failed or was cut short must not become what the next one is measured by. */
function qualifiesAsBaseline({ run, verdict }: Report): boolean {
  return verdict.status === 'pass' && !run.partial;
}

function doubtsOf(report: Report): string[] {
  if (qualifiesAsBaseline(report)) return [];
  return [`baseline run ${report.run.id} did not pass (verdict: ${statusName(report)})`];
}

/** Undefined where it cannot be read: one damaged run does not keep the others from being used. */
function readable(folder: string): Report | undefined {
  try {
    return readRun(folder);
  } catch (error) {
    if (error instanceof KnownError) return undefined;
    throw error;
  }
}

function statusName(report: Report | undefined): string {
  if (!report) return 'unreadable';
  return report.verdict.status === 'pass' ? 'partial' : report.verdict.status;
}

/** `2 fail, 1 regression` */
function counted(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${count} ${word}`).join(', ');
}

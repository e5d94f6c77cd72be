import { dirname, join } from 'node:path';
import { isFolder, isThere, listFolder } from '../platform/files/files.ts';
import { readTextFile } from '../platform/files/read-file.ts';
import { KnownError } from '../platform/known-error.ts';
import { LIMITS } from '../platform/limits.ts';
import type { Report } from './report.ts';
import { REPORT_VERSION, reportSchema } from './report-schema.ts';
import { REPORT_FILE } from './write-report.ts';

/** The result of a capacity search, in the folder of its steps. */
const CAPACITY_FILE = 'capacity.json';

/** A report of a major version that this palaver cannot read; it is not damaged. */
export class OtherVersionError extends KnownError {}

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

/**
 * Reads a report file.
 * @throws OtherVersionError for another major version; KnownError that says where it is damaged.
 */
export function readReport(path: string): Report {
  refuseCapacityFolder(path);
  return parseReport(readTextFile(path, 'report', LIMITS.reportBytes), path);
}

/** The folder of a capacity search has a report per step, not one of its own. */
function refuseCapacityFolder(path: string): void {
  const folder = dirname(path);
  if (isThere(path) || !isThere(join(folder, CAPACITY_FILE))) return;
  throw new KnownError(`${folder} is a capacity search, not a run`, {
    hint: `use the folder of one of its steps (step-…), or open its ${CAPACITY_FILE}`,
  });
}

/** The same for its text; `path` is named in errors. */
export function parseReport(text: string, path: string): Report {
  return toReport(parseJson(text, path), path, 'the file is damaged or was edited; use the original');
}

/** The same for a value; `path` names it in errors, and `hint` says what to do if it is no report. */
export function toReport(value: unknown, path: string, hint: string): Report {
  const version = (value as { version?: unknown } | null)?.version;
  if (typeof version !== 'string')
    throw damaged(path, 'the version is missing', 'check that it is a report.json of palaver');
  const major = Number.parseInt(REPORT_VERSION, 10);
  // Other JSON files have a version, too: package.json.
  if (Number.parseInt(version, 10) !== major && 'tool' in (value as object)) {
    throw new OtherVersionError(`${path} has report version ${version}; this palaver reads version ${major}`, {
      hint: 'use the palaver version that wrote it, or run the test again',
    });
  }
  const parsed = reportSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  if (minorOf(version) > minorOf(REPORT_VERSION)) {
    throw damaged(
      path,
      `it has version ${version}, this palaver writes ${REPORT_VERSION}`,
      'use the palaver version that wrote it',
    );
  }
  throw damaged(path, describeInvalid(parsed.error.issues), hint, parsed.error);
}

/** The first fields that are invalid; what is wrong with them is in the cause, for --debug. */
function describeInvalid(issues: readonly { readonly path: readonly PropertyKey[] }[]): string {
  const fields = [...new Set(issues.map((issue) => issue.path.map(String).join('.')))].filter((name) => name !== '');
  if (fields.length === 0) return 'it is not an object';
  return fields.length === 1
    ? `the field ${fields[0]} is invalid`
    : `the fields ${fields.slice(0, 3).join(', ')} are invalid`;
}

function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const isCut = !text.trimEnd().endsWith('}');
    const why = isCut ? `it is incomplete (${text.length} characters)` : 'it is not valid JSON';
    throw damaged(path, why, 'the file is truncated or was edited; use the original', cause);
  }
}

function damaged(path: string, why: string, hint: string, cause?: unknown): KnownError {
  return new KnownError(`${path} cannot be read as a report: ${why}`, { hint, cause });
}

import { dirname, join } from 'node:path';
import { isThere } from '../platform/files/files.ts';
import { readTextFile } from '../platform/files/read-file.ts';
import { KnownError, messageOf } from '../platform/known-error.ts';
import { LIMITS } from '../platform/limits.ts';
import type { Report } from './report.ts';
import { REPORT_VERSION, reportSchema } from './report-schema.ts';

/** The result of a capacity search, in the folder of its steps. */
const CAPACITY_FILE = 'capacity.json';

/** A report of a major version that this palaver cannot read; it is not damaged. */
export class OtherVersionError extends KnownError {}

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
  const value = parseJson(text, path);
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
  const issues = parsed.error.issues.slice(0, 3).map((issue) => `${issue.path.join('.') || 'top'}: ${issue.message}`);
  throw damaged(path, issues.join('; '), 'the file is damaged or was edited; use the original');
}

function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const cut = text.trimEnd().endsWith('}') ? messageOf(cause) : `it is incomplete (${text.length} characters)`;
    throw damaged(path, cut, 'the file is truncated or was edited; use the original');
  }
}

function damaged(path: string, why: string, hint: string): KnownError {
  return new KnownError(`${path} cannot be read as a report: ${why}`, { hint });
}

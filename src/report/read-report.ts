import { readTextFile } from '../platform/files/read-file.ts';
import { KnownError, messageOf } from '../platform/known-error.ts';
import { LIMITS } from '../platform/limits.ts';
import type { Report } from './report.ts';
import { REPORT_VERSION, reportSchema } from './report-schema.ts';

/** Reads a report file. Throws a KnownError that says where it is broken, or that a newer palaver wrote it. */
export function readReport(path: string): Report {
  return parseReport(readTextFile(path, 'report', LIMITS.reportBytes), path);
}

/** The same for its text; `path` goes into errors. */
export function parseReport(text: string, path: string): Report {
  const value = parseJson(text, path);
  const version = (value as { version?: unknown } | null)?.version;
  if (typeof version !== 'string') throw damaged(path, 'it has no version', 'is it a report.json of palaver?');
  if (Number.parseInt(version, 10) > Number.parseInt(REPORT_VERSION, 10)) {
    throw new KnownError(`${path} has report version ${version}; this palaver reads up to ${REPORT_VERSION}`, {
      hint: 'use the palaver that wrote it, or a newer one',
    });
  }
  const parsed = reportSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  if (minorOf(version) > minorOf(REPORT_VERSION)) {
    throw damaged(
      path,
      `it has version ${version}, this palaver writes ${REPORT_VERSION}`,
      'use the palaver that wrote it',
    );
  }
  const issues = parsed.error.issues.slice(0, 3).map((issue) => `${issue.path.join('.') || 'top'}: ${issue.message}`);
  throw damaged(path, issues.join('; '), 'it was edited or damaged; take the original');
}

function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const cut = text.trimEnd().endsWith('}')
      ? messageOf(cause)
      : `it ends in the middle, after ${text.length} characters`;
    throw damaged(path, cut, 'it is cut off or was edited; take the original');
  }
}

function damaged(path: string, why: string, hint: string): KnownError {
  return new KnownError(`${path} cannot be read as a report: ${why}`, { hint });
}

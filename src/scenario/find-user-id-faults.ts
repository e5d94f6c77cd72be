import { type FlatIssue, valueAt } from './flatten-issues.ts';
import type { Outline } from './outline.ts';
import type { Feed, Row } from './scenario.ts';
import { hasTemplate, parseTemplate, type TemplatePart } from './template.ts';
import type { Path } from './text-place.ts';

/** What reaches an endpoint unchanged and is short enough for handover to human agents. */
const USABLE = /^[A-Za-z0-9._-]{1,44}$/;

/** User ids from a feed: columns that are not there, and rows whose ids no endpoint could use. */
export function findUserIdFaults(
  scenario: unknown,
  { conversations }: Outline,
  feeds: ReadonlyMap<number, Feed | undefined>,
): readonly FlatIssue[] {
  const faults = new Map<string, FlatIssue>();
  for (const { index, name, value } of conversations) {
    const own = valueAt(value, ['identity', 'userId']);
    const template = own ?? valueAt(scenario, ['identity', 'userId']);
    const path: Path = own === undefined ? ['identity', 'userId'] : ['conversations', index, 'identity', 'userId'];
    if (typeof template !== 'string' || !hasTemplate(template) || faults.has(JSON.stringify(path))) continue;
    const message = userIdFault(template, name, feeds.has(index), feeds.get(index));
    if (message) faults.set(JSON.stringify(path), { path, message, atKey: false, saysAll: false });
  }
  return [...faults.values()];
}

function userIdFault(template: string, name: string, hasFeed: boolean, feed: Feed | undefined): string | undefined {
  const parsed = parseTemplate(template);
  if ('problem' in parsed) return undefined;
  if (!hasFeed) return `goes by columns of a feed, and "${name}" has none`;
  if (!feed) return undefined;
  const missing = parsed.parts.find((part) => part.kind === 'variable' && !feed.columns.includes(part.name));
  if (missing?.kind === 'variable')
    return `names {{${missing.name}}}, which is no column of ${feed.file}; it has ${feed.columns.join(', ')}`;
  if (parsed.parts.some(({ kind }) => kind !== 'text' && kind !== 'variable')) return undefined;
  const ids = feed.rows.map((row) => parsed.parts.map((part) => textOf(part, row)).join(''));
  const bad = ids.findIndex((id) => !USABLE.test(id));
  if (bad < 0) return undefined;
  return `makes ${JSON.stringify(ids[bad])} of row ${bad + 1} of ${feed.file}; a user id has letters, digits, ".", "_" and "-", 44 at most`;
}

function textOf(part: TemplatePart, row: Row): string {
  if (part.kind === 'text') return part.text;
  return part.kind === 'variable' ? String(row[part.name] ?? '') : '';
}

import { isUsableId, MAX_ID_LENGTH } from '../../endpoint/session-identity.ts';
import { parseTemplate, type TemplatePart } from '../../template/template.ts';
import { type FlatIssue, valueAt } from '../file/flatten-issues.ts';
import type { ScenarioSteps } from '../file/parse-steps.ts';
import type { Path } from '../file/text-place.ts';
import type { Feed, Row } from '../scenario.ts';
import { type IdentityInput, identity } from '../schema/identity-schema.ts';

type Feeds = ReadonlyMap<number, Feed | undefined>;

/**
 * Invalid user ids: from missing columns, from rows that give an unusable id, or different in each conversation although the
 * session is kept.
 */
export function findUserIdFaults(
  scenario: unknown,
  { conversations }: ScenarioSteps,
  feeds: Feeds,
): readonly FlatIssue[] {
  const faults = new Map<string, FlatIssue>();
  for (const [index, { name }] of conversations.entries()) {
    const placeOf = (key: string): Path => {
      const own = ['conversations', index, 'identity', key];
      return valueAt(scenario, own) === undefined ? ['identity', key] : own;
    };
    const path = placeOf('userId');
    const { data: userId } = identity.shape.userId.safeParse(valueAt(scenario, path));
    const { data: session } = identity.shape.session.safeParse(valueAt(scenario, placeOf('session')));
    if (userId === undefined || faults.has(JSON.stringify(path))) continue;
    const message =
      keepFault(userId, session) ??
      (typeof userId === 'object' ? userIdFault(userId.template, name, feeds.has(index), feeds.get(index)) : undefined);
    if (message) faults.set(JSON.stringify(path), { path, message, atKey: false, isFullMessage: false });
  }
  return [...faults.values()];
}

function keepFault(userId: IdentityInput['userId'], session: IdentityInput['session']): string | undefined {
  if (userId === 'perVu' || session !== 'keep') return undefined;
  return 'changes the user with each conversation, but session: keep needs the same user; use perVu, or session: new';
}

function userIdFault(template: string, name: string, hasFeed: boolean, feed: Feed | undefined): string | undefined {
  const parsed = parseTemplate(template);
  if ('problem' in parsed) return undefined;
  const builtIn = parsed.parts.find(({ kind }) => kind !== 'text' && kind !== 'variable');
  if (builtIn) return `has $${builtIn.kind}, but only columns of the feed are allowed; remove it, or use perVu`;
  if (!hasFeed) return `uses columns of a feed, but "${name}" has no feed; add one, or use perVu`;
  if (!feed) return undefined;
  const missing = parsed.parts.find((part) => part.kind === 'variable' && !feed.columns.includes(part.name));
  if (missing?.kind === 'variable')
    return `uses {{${missing.name}}}, but ${feed.file} has no such column; use one of ${feed.columns.join(', ')}`;
  const ids = feed.rows.map((row) => parsed.parts.map((part) => textOf(part, row)).join(''));
  const bad = ids.findIndex((id) => !isUsableId(id));
  if (bad < 0) return undefined;
  return `gives the user id ${JSON.stringify(ids[bad])} in row ${bad + 1} of ${feed.file}; use at most ${MAX_ID_LENGTH} letters, digits, ".", "_" and "-"`;
}

function textOf(part: TemplatePart, row: Row): string {
  if (part.kind === 'text') return part.text;
  return part.kind === 'variable' ? String(row[part.name] ?? '') : '';
}

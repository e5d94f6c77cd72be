import { headerProblem, parameterProblem } from '../../endpoint/session/connection-values.ts';
import { userIdProblem } from '../../endpoint/session-identity.ts';
import { catchUnknownVariable, renderText } from '../../template/render-template.ts';
import { namesIn, parseTemplate } from '../../template/template.ts';
import { connectionNameProblem, type KnownNames } from '../connection-names.ts';
import { type FlatIssue, valueAt } from '../file/flatten-issues.ts';
import { reachableSteps, type ScenarioSteps } from '../file/parse-steps.ts';
import { type Path, scalarKindAt } from '../file/text-place.ts';
import { textsIn } from '../file/texts-in.ts';
import type { Feed, Row } from '../scenario.ts';
import { type IdentityInput, identity } from '../schema/identity-schema.ts';
import { changesWith } from '../user-id-template.ts';

type Feeds = ReadonlyMap<number, Feed | undefined>;

/** A text that a connection presents. */
interface Presented {
  readonly path: Path;
  readonly text: string;
}

/**
 * Templates of user ids, channels and target settings that fail at each connection: names without a value at the first one,
 * rows that give a value which cannot be sent. And user ids that differ in each conversation although the session is kept.
 */
export function findConnectionFaults(
  scenario: unknown,
  { conversations, lists }: ScenarioSteps,
  feeds: Feeds,
): readonly FlatIssue[] {
  const faults = new Map<string, FlatIssue>();
  const hasSetup = valueAt(scenario, ['setup']) !== undefined;
  const ofTargets = textsIn(valueAt(scenario, ['targets']), ['targets'], isMock).filter(isPresented);
  for (const [index, { name, steps }] of conversations.entries()) {
    const placeOf = (key: string): Path => {
      const own = ['conversations', index, 'identity', key];
      return valueAt(scenario, own) === undefined ? ['identity', key] : own;
    };
    const feed = feeds.get(index);
    const captures = reachableSteps(steps, lists).flatMap((step) => step.captures);
    // The columns of a feed that was not read are unknown, and so is what `setup` returns.
    const isUnknown = hasSetup || (feeds.has(index) && !feed);
    const names = isUnknown ? undefined : { conversation: name, columns: feed?.columns, captures };
    for (const { path, text } of [...identityTexts(scenario, placeOf), ...ofTargets]) {
      const place = JSON.stringify(path);
      const message = faults.has(place) ? undefined : faultOf({ path, text }, names, feed);
      if (message !== undefined) faults.set(place, { path, message, atKey: false, isFullMessage: false });
    }
    const keep = keepFault(scenario, placeOf);
    if (keep) faults.set(JSON.stringify(keep.path), keep);
  }
  return [...faults.values()];
}

const isMock = (path: Path) => path.length === 3 && path[2] === 'mock';
const isPresented = ({ path }: Presented) => scalarKindAt(path) === 'phrase' || path[2] === 'auth';

function identityTexts(scenario: unknown, placeOf: (key: string) => Path): readonly Presented[] {
  return ['userId', 'channel'].flatMap((key) => {
    const path = placeOf(key);
    const text = valueAt(scenario, path);
    return typeof text === 'string' ? [{ path, text }] : [];
  });
}

function faultOf({ path, text }: Presented, names: KnownNames | undefined, feed: Feed | undefined): string | undefined {
  const unknown = names && connectionNameProblem(text, { ...names, ids: path[0] === 'targets' });
  return unknown ?? (feed && rowFault(path, text, feed));
}

const PROBLEMS: Readonly<Record<string, (value: string) => string | undefined>> = {
  userId: userIdProblem,
  headers: headerProblem,
  query: parameterProblem,
};

/** The first row whose value cannot be sent. Header and query values may be credentials, so they are not shown. */
function rowFault(path: Path, text: string, { rows, file }: Feed): string | undefined {
  const key = String(path[0] === 'targets' ? path[2] : path.at(-1));
  const problemOf = PROBLEMS[key];
  if (!problemOf || namesIn(text).length === 0 || !hasOnlyColumns(text)) return undefined;
  for (const [index, row] of rows.entries()) {
    const value = valueInRow(text, row);
    const problem = value === undefined ? undefined : problemOf(value);
    if (problem === undefined) continue;
    const shown = key === 'userId' ? `the user id ${JSON.stringify(value)}` : 'a value';
    return `gives ${shown} in row ${index + 1} of ${file} that ${problem}`;
  }
  return undefined;
}

function hasOnlyColumns(text: string): boolean {
  const parsed = parseTemplate(text);
  return 'parts' in parsed && parsed.parts.every(({ kind }) => kind === 'text' || kind === 'variable');
}

function valueInRow(text: string, row: Row): string | undefined {
  const unused = { vu: 0, conversation: 0, runId: '', sessionId: '', marker: '', todayMs: 0 };
  const scope = { ...unused, variables: {}, row, stream: () => ({ next: () => 0 }) };
  return catchUnknownVariable<string, undefined>(
    () => renderText(text, scope),
    () => undefined,
  );
}

function keepFault(scenario: unknown, placeOf: (key: string) => Path): FlatIssue | undefined {
  const path = placeOf('userId');
  const { data: userId } = identity.shape.userId.safeParse(valueAt(scenario, path));
  const { data: session } = identity.shape.session.safeParse(valueAt(scenario, placeOf('session')));
  if (userId === undefined || session !== 'keep' || isSameForUser(userId)) return undefined;
  const message =
    'changes the user with each conversation, but session: keep needs the same user; use perVu, or session: new';
  return { path, message, atKey: false, isFullMessage: false };
}

/** Whether all conversations of a virtual user have the same id. */
function isSameForUser(userId: NonNullable<IdentityInput['userId']>): boolean {
  return typeof userId === 'string' ? userId === 'perVu' : changesWith(userId.template) === 'vu';
}

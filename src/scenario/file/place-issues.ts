import { excerpt, forDisplay } from '../../platform/redact.ts';
import { parseDurationMs } from '../../platform/time/duration.ts';
import { type FlatIssue, valueAt } from './flatten-issues.ts';
import type { YamlText } from './parse-yaml.ts';
import type { Places } from './places.ts';
import type { Problem } from './problem.ts';
import type { Path } from './text-place.ts';

/** Turns issues of a value into problems of its file, with line, column, field and the invalid value. */
export function placeIssues(
  issues: readonly FlatIssue[],
  value: unknown,
  places: Places,
  yaml: Pick<YamlText, 'position'>,
): readonly Problem[] {
  return issues
    .filter(({ path }) => !places.isReported(path))
    .map((issue) => {
      const place = places.at(issue.path);
      return {
        ...yaml.position(issue.atKey ? place.keyOffset : place.offset),
        path: issue.path,
        message: messageWithField(issue, value, place.written),
        ...(issue.isFullMessage && { hasRemedy: true }),
      };
    });
}

/** The message with field and value, for a scenario without a file. */
export function messageWithField(issue: FlatIssue, root: unknown, written?: string): string {
  if (issue.isFullMessage) return issue.message;
  if (issue.atKey) return `${quotedKey(issue.path.at(-1))} ${issue.message}`;
  const field = fieldName(issue.path);
  if (issue.message.startsWith(`${field} `)) return issue.message;
  const value = valueAt(root, issue.path);
  const shown = isSecret(issue.path) ? undefined : shownValue(value, written);
  if (shown === undefined) return `${field} ${issue.message}`.trimStart();
  if (value === '') return `${field} ${issue.message}`;
  if (!issue.message.startsWith('must ')) return `${field ? `${field}: ` : ''}${shown} ${issue.message}`;
  const [rule, ...advice] = issue.message.split('; ');
  return [`${field} ${rule} (got ${shown})`.trimStart(), ...advice].join('; ');
}

function quotedKey(key: string | number | undefined): string {
  return `"${excerpt(String(key), 60)}"`;
}

/** Maps whose keys are names that the user chose, and what such a key names. */
const NAMED: Readonly<Record<string, string>> = {
  stepLists: 'step list',
  targets: 'target',
  profiles: 'profile',
  headers: 'header',
  query: 'query parameter',
  capture: 'capture',
};

/** The last key, and the number of the entry in a list. */
function fieldName(path: Path): string {
  const last = path.at(-1);
  const list = path.at(-2);
  if (last === undefined) return 'the scenario';
  if (typeof last === 'string') {
    if (path.at(-3) === 'stages' && parseDurationMs(last) !== undefined) return `the level of stage ${last}`;
    const named = typeof list === 'string' && Object.hasOwn(NAMED, list) ? NAMED[list] : undefined;
    return named === undefined ? last : `${named} ${quotedKey(last)}`;
  }
  if (list === undefined) return `entry ${last + 1}`;
  if (list === 'steps') return `step ${last + 1}`;
  return path.at(-3) === 'stepLists' ? `step ${last + 1} of ${list}` : `entry ${last + 1} of ${list}`;
}

const MAX_SHOWN = 60;

function shownValue(value: unknown, written: string | undefined): string | undefined {
  if (value === undefined || value === null || typeof value === 'object') return undefined;
  const shown = typeof value === 'string' ? `"${excerptOf(value)}"` : String(value);
  return written === undefined ? shown : `${shown} from ${excerpt(written, 60)}`;
}

/** With the spaces around a short value, which may be what is wrong with it. */
function excerptOf(value: string): string {
  return value.length <= MAX_SHOWN ? forDisplay(value) : excerpt(value, MAX_SHOWN);
}

const PUBLIC_SETTINGS = [
  'testMode',
  'socketio',
  'ready',
  'handshake',
  'channel',
  'pushRate',
  'emitWithAck',
  'protocol',
  'namespace',
  'path',
];

/** URLs contain tokens, headers and query parameters contain keys: such values are never printed. */
function isSecret(path: Path): boolean {
  return path[0] === 'targets' && path[2] !== 'mock' && !PUBLIC_SETTINGS.includes(String(path.at(-1)));
}

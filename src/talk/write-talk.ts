import { AUTO_QUIET_MS } from '../conversation/target-traits.ts';
import { literalName, literalText } from '../import/literal-text.ts';
import { writeCommented } from '../import/write-scenario.ts';
import { mapTexts } from '../platform/map-texts.ts';
import { forDisplay, redact } from '../platform/redact.ts';
import { formatDurationMs, writeDurationMs } from '../platform/time/duration.ts';
import type { TalkTurn } from './talk-turn.ts';

export interface TalkFile {
  readonly name: string;
  /** The command that runs it. */
  readonly command: string;
  /** For the editor's schema line. */
  readonly schema: string;
  /** Options of the mock endpoint that was talked to; undefined: it was another, or the default one. */
  readonly mock: object | undefined;
  /** The scenario whose targets were talked to, if any: they are not copied. */
  readonly targetsOf?: string | undefined;
}

/** Think times are rounded to this. */
const THINK_STEP_MS = 100;
/** Maximum length of a text in a check, in characters. */
const MAX_CHECK = 80;
/** Maximum number of texts to choose a check from. */
const MAX_TEXTS = 5;

/**
 * A conversation by hand as a scenario: what was said, with its think times; what the bot replied as comments, to choose checks
 * from. Secrets are hidden.
 */
export function writeTalk(turns: readonly TalkTurn[], { name, command, schema, mock, targetsOf }: TalkFile): string {
  // Without final pings, a turn of the scenario must end by silence from its beginning.
  const isQuiet = turns.some(({ endedBy }) => endedBy === 'quiet');
  const scenario = {
    name: literalName(name),
    ...(mock && { mock }),
    ...(isQuiet && { defaults: { completion: { quiet: `${AUTO_QUIET_MS / 1000}s` } } }),
    conversations: [{ name: literalName(name), steps: turns.map(stepOf) }],
  };
  const head = [
    ` yaml-language-server: $schema=${schema}`,
    '',
    ' Written by palaver talk. To check a reply, remove the # before "expect" and before each line that must hold; shorten',
    ' texts that differ each time. Then run it:',
    ` ${command}`,
    ...(targetsOf === undefined
      ? []
      : [
          ` note: first copy the targets of ${targetsOf}, and what they need, such as secrets, identity, feeds and setup`,
        ]),
  ];
  return redact(writeCommented(scenario, { head, below: turns.map(commentOf) }));
}

function stepOf({ utterance, thinkMs }: TalkTurn): object {
  const think =
    thinkMs === undefined ? undefined : writeDurationMs(Math.round(thinkMs / THINK_STEP_MS) * THINK_STEP_MS);
  const settings = think === undefined ? {} : { think };
  switch (utterance.kind) {
    case 'say': {
      const { text, data } = utterance;
      return { say: literalText(text), ...(data && { data: mapTexts(data, literalText) }), ...settings };
    }
    case 'press':
      return { press: literalText(utterance.title), ...settings };
    case 'reset':
      // Its settings and checks are inside.
      return { reset: think === undefined ? true : settings };
  }
}

function commentOf({ utterance, replies, outcome, endedBy, turnMs, firstOutputMs }: TalkTurn): string[] {
  const first = firstOutputMs === undefined ? '' : `, first output after ${formatDurationMs(firstOutputMs)}`;
  const head = ` ${outcome} in ${formatDurationMs(turnMs)}${first}, ended by ${endedBy.replaceAll('-', ' ')}`;
  if (replies.length === 0) return [head];
  const [text, ...others] = replies.flatMap(({ text: said }) => checkText(said) ?? []).slice(0, MAX_TEXTS);
  const titles = replies.flatMap(({ choices }) => choices.map(({ title }) => quoted(title)));
  const checks = [
    `replies: ${replies.length}`,
    ...(text === undefined ? [] : [contains(text)]),
    ...(titles.length === 0 ? [] : [`quickReplies: [ ${titles.join(', ')} ]`]),
  ];
  if (utterance.kind === 'reset') return [head, ` with checks: reset: { expect: { ${checks.join(', ')} } }`];
  return [
    head,
    // Without a space after the #: the indentation is right whether a # alone is removed, or an editor uncomments the lines.
    'expect:',
    ...checks.map((check) => `  ${check}`),
    ...others.map((other) => `  # or: ${contains(other)}`),
  ];
}

const quoted = (text: string) => JSON.stringify(literalText(text));
const contains = (text: string) => `text: { contains: ${quoted(text)} }`;

/** The first line of a reply, or its first words; undefined if it has no text. */
function checkText(said: string): string | undefined {
  // Texts of a card are shown separated by a slash.
  const line = said
    .split(/[\r\n]+| \/ /)
    .map((part) => part.trim())
    .find((part) => part !== '');
  if (line === undefined || forDisplay(line) !== line || line.length <= MAX_CHECK) return line;
  return line.slice(0, MAX_CHECK).replace(/\s+\S*$/, '');
}

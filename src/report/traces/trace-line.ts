import type {
  TraceCalled,
  TracedText,
  TraceEvent,
  TraceOutput,
  TraceSaid,
  TraceTurn,
} from '../../measure/traces/trace-event.ts';
import { counted } from '../../platform/group-thousands.ts';
import { forDisplay } from '../../platform/redact.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import type { TraceLine } from './trace-schema.ts';

type Words = Omit<TraceLine, 'atMs'>;

/** Maximum length of a text in a line, in characters. */
const MAX_TEXT = 1000;
const MAX_DATA = 300;

/**
 * An event in words; undefined if a reader of the trace does not miss it. `isClear`: texts in plain text; else as outputs
 * without `--keep-texts` show them. Secrets are hidden in both cases.
 */
export function traceLine(event: TraceEvent, isClear: boolean): TraceLine | undefined {
  const words = wordsOf(event, (text) => forDisplay(isClear ? text.clear : text.masked), isClear);
  return words && { atMs: event.atMs, ...words };
}

type Show = (text: TracedText) => string;

function wordsOf(event: TraceEvent, show: Show, isClear: boolean): Words | undefined {
  switch (event.kind) {
    case 'started':
      return undefined;
    case 'connecting':
      return { text: 'connecting' };
    case 'connected':
      return { text: `connected in ${formatDurationMs(event.tookMs)}` };
    case 'ready':
      return { text: event.how === 'signal' ? 'ready, signal received' : 'ready, assumed' };
    case 'disconnected':
      return { text: 'disconnected' };
    case 'lost':
      return { text: forDisplay(event.message), mood: 'bad' };
    case 'said':
      return { who: 'user', text: saidWords(event, isClear) };
    case 'output':
      return outputWords(event, isClear);
    case 'typing':
      return { text: event.on ? 'the bot starts typing' : 'the bot stops typing' };
    case 'final-ping':
      return { text: 'final ping' };
    case 'error-reply':
      return { who: 'bot', text: `error: ${show(event.message)}`, mood: 'bad' };
    case 'unknown-event':
      return { text: `unknown event ${forDisplay(event.name)}` };
    case 'check':
      return { text: `${event.passed ? '✓' : '✗'} ${show(event.text)}`, mood: event.passed ? 'good' : 'bad' };
    case 'captured':
      return { text: `captured ${event.name} = ${show(event.value)}` };
    case 'turn-ended':
      return turnWords(event, show);
    case 'decided':
      return { text: `${event.step}: ${show(event.text)}` };
    case 'pausing':
      return { text: `pauses for ${formatDurationMs(event.forMs)}` };
    case 'waiting':
      return { text: `waits up to ${formatDurationMs(event.timeoutMs)} for ${show(event.check)}` };
    case 'awaited':
      return { text: `the awaited output arrived ${formatDurationMs(event.tookMs)} after the ${AWAITED[event.what]}` };
    case 'push-sent':
      return { text: `sends ${show(event.text)}` };
    case 'push-answered':
      return { text: `response to the request: ${forDisplay(event.result)}` };
    case 'called':
      return calledWords(event, show);
    case 'step-failed':
      return { text: `✗ step "${forDisplay(event.step)}": ${show(event.failure)}`, mood: 'bad' };
    case 'ended': {
      const omitted = event.omitted === 0 ? '' : ` (${counted(event.omitted, 'event')} omitted)`;
      const mood = event.outcome === 'completed' ? 'good' : 'bad';
      return { text: `${event.outcome}: ${show(event.why)}${omitted}`, mood };
    }
  }
}

const AWAITED = { wait: 'wait began', push: 'request' } as const;

function saidWords({ step, text, data, restart }: TraceSaid, isClear: boolean): string {
  const said = quoted(text, isClear);
  const isLabelled = ![said, text.masked].some((one) => one.startsWith(`"${step}`));
  return [
    ...(isLabelled ? [`${forDisplay(step)}:`] : []),
    ...(restart ? ['resets the flow,'] : []),
    said,
    ...(data ? [`with data ${cut(shownData(data, isClear), MAX_DATA)}`] : []),
  ].join(' ');
}

/** Outputs that show nothing to a user are omitted, unless they are unexpected. */
function outputWords(output: TraceOutput, isClear: boolean): Words | undefined {
  const { role, text, data, choices, source, continues } = output;
  if (role === 'marker') return undefined;
  const isEmpty = text.clear === '';
  const remarks = [
    ...(role === 'attributed' ? [] : [role]),
    ...(source === undefined || source === 'bot' ? [] : [source]),
  ];
  const parts = [
    ...(continues ? ['…'] : []),
    ...(isEmpty ? [] : [quoted(text, isClear)]),
    ...choices.map(({ title }) => `[${forDisplay(isClear ? title.clear : title.masked)}]`),
    ...(data && choices.length === 0 ? [`data ${cut(shownData(data, isClear), MAX_DATA)}`] : []),
    ...(isEmpty && !data ? ['nothing visible'] : []),
    ...(remarks.length > 0 ? [`(${remarks.map(forDisplay).join(', ')})`] : []),
  ];
  return { who: 'bot', text: parts.join(' ') };
}

function turnWords({ outcome, endedBy, firstOutputMs, turnMs, failure }: TraceTurn, show: Show): Words {
  const first = firstOutputMs === undefined ? '' : `, first output after ${formatDurationMs(firstOutputMs)}`;
  const why = failure ? `: ${show(failure)}` : '';
  const text = `turn ${outcome} in ${formatDurationMs(turnMs)}${first}, ended by ${endedBy.replaceAll('-', ' ')}${why}`;
  return outcome === 'completed' ? { text } : { text, mood: 'bad' };
}

function calledWords({ hook, outcome, tookMs, variables }: TraceCalled, show: Show): Words {
  const took = formatDurationMs(tookMs);
  const returned = variables.map(({ name, value }) => `${forDisplay(name)} = ${show(value)}`).join(', ');
  switch (outcome) {
    case 'returned':
      return { text: `called ${forDisplay(hook)} in ${took}${returned && `: ${returned}`}` };
    case 'failed':
      return { text: `called ${forDisplay(hook)}, which failed after ${took}`, mood: 'bad' };
    case 'unfinished':
      return { text: `called ${forDisplay(hook)}, which had not returned after ${took}` };
  }
}

function quoted({ clear, masked }: TracedText, isClear: boolean): string {
  return isClear ? `"${cut(forDisplay(clear), MAX_TEXT)}"` : forDisplay(masked);
}

function shownData({ clear, masked }: TracedText, isClear: boolean): string {
  return forDisplay(isClear ? clear : masked);
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

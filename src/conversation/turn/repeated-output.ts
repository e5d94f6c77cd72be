import type { ReplyChunkEvent } from '../../endpoint/endpoint-connection.ts';
import { jsonOf } from '../../endpoint/wire-value.ts';
import { shortHash } from '../../platform/redact.ts';
import type { Memory } from '../machine/memory.ts';

/**
 * Key that is equal for an output and its repeat after a reconnect: trace id, text and data. Without a trace id, a repeat cannot
 * be distinguished from a new output with the same content.
 */
export function outputKey({ traceId, text, data }: ReplyChunkEvent): string | undefined {
  if (traceId === undefined) return undefined;
  return shortHash(`${JSON.stringify([traceId, text])} ${jsonOf(data)}`, 16);
}

/** Whether the session had received this output before it was reconnected. */
export function isRepeat({ earlier }: Pick<Memory, 'earlier'>, key: string | undefined): boolean {
  return key !== undefined && earlier?.has(key) === true;
}

/** Maximum number of remembered outputs: sessions do not repeat older ones. */
const MAX_SEEN = 1000;

/** Remembers an output that may be repeated after a reconnect. */
export function remember({ seen }: Memory, key: string | undefined): void {
  if (key !== undefined && seen && seen.size < MAX_SEEN) seen.add(key);
}

/** Whether an output contains the id of another session of this run. Every utterance contains that of its own session. */
export function isCrosstalk(
  { text, data }: Pick<ReplyChunkEvent, 'text' | 'data'>,
  sessionPrefix: string,
  ownId: string,
): boolean {
  const content = data === undefined ? text : `${text} ${jsonOf(data)}`;
  const begin = `${sessionPrefix}-c`;
  for (let at = content.indexOf(begin); at >= 0; at = content.indexOf(begin, at + 1)) {
    const number = /^\d+(\.\d+)?/.exec(content.slice(at + begin.length, at + begin.length + 20));
    if (number && begin + number[0] !== ownId) return true;
  }
  return false;
}

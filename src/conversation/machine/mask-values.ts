import type { ConnectionEvent } from '../../endpoint/endpoint-connection.ts';
import type { Script } from './conversation-state.ts';
import type { Memory } from './memory.ts';

/** Minimum length of a value: shorter ones occur in ordinary words and numbers. */
const MIN_VALUE = 4;

/**
 * Replaces values of the feed and captures of the conversation in a text of the endpoint by their names, as `{{name}}`: an
 * error message may contain what was sent.
 */
export function maskValues(
  text: string,
  { row }: Pick<Script, 'row'>,
  { variables }: Pick<Memory, 'variables'>,
): string {
  const values = Object.entries({ ...row, ...variables })
    .map(([name, value]) => [name, String(value)] as const)
    .filter(([, value]) => value.length >= MIN_VALUE)
    // Longest first: replacing a value that is part of another would leave the rest of it visible.
    .sort(([, left], [, right]) => right.length - left.length);
  return values.reduce((masked, [name, value]) => masked.replaceAll(value, () => `{{${name}}}`), text);
}

/** A close reason or event name may contain what was sent: values of feeds and captures in it are masked by `mask`. */
export function maskEvent(event: ConnectionEvent, mask: (text: string) => string): ConnectionEvent {
  switch (event.kind) {
    case 'failed':
    case 'closed':
      return { ...event, failure: { ...event.failure, message: mask(event.failure.message) } };
    case 'unknown':
      return { ...event, name: mask(event.name) };
    default:
      return event;
  }
}

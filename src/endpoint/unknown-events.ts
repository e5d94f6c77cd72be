/** Events that palaver does not know, by name, with how often each came. Their names are bounded where they come in. */
export type UnknownEvents = ReadonlyMap<string, number>;

export const NO_UNKNOWN_EVENTS: UnknownEvents = new Map();

/** Maximum number of names reported; events of further names are counted together. */
const MAX_NAMES = 5;
const FURTHER = 'others';

export function withUnknownEvent(events: UnknownEvents, name: string): UnknownEvents {
  const key = events.has(name) || events.size < MAX_NAMES ? name : FURTHER;
  return new Map(events).set(key, (events.get(key) ?? 0) + 1);
}

/** `received other events: bot_uttered ×2; this target may speak another protocol`; undefined where none came. */
export function describeUnknownEvents(events: UnknownEvents): string | undefined {
  if (events.size === 0) return undefined;
  const counted = [...events].map(([name, count]) => `${name} ×${count}`);
  return `received other events: ${counted.join(', ')}; this target may speak another protocol`;
}

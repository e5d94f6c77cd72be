import { describe, expect, it } from 'vitest';
import { describeUnknownEvents, NO_UNKNOWN_EVENTS, withUnknownEvent } from '../../src/endpoint/unknown-events.ts';

const told = (...names: string[]) => describeUnknownEvents(names.reduce(withUnknownEvent, NO_UNKNOWN_EVENTS));

describe('unknown events', () => {
  it('are listed by name and count, in order of first occurrence', () => {
    expect(told('session_confirm', 'bot_uttered', 'bot_uttered')).toBe(
      'received other events: session_confirm ×1, bot_uttered ×2; this target may speak another protocol',
    );
  });

  it('are listed with at most five names', () => {
    expect(told('a', 'b', 'c', 'd', 'e', 'f', 'g', 'a')).toContain('a ×2, b ×1, c ×1, d ×1, e ×1, others ×2;');
  });

  it('are an empty text if there were none', () => {
    expect(told()).toBeUndefined();
  });
});

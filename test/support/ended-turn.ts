import type { EndedTurn } from '../../src/conversation/turn/ended-turn.ts';
import type { Reply } from '../../src/conversation/turn/open-turn.ts';
import type { Bounds } from '../../src/platform/time/bounds.ts';

/** The two edges of an instant, `coarseUs` apart. */
export function edges(hiMs: number, coarseUs = 200): Bounds {
  return { loUs: hiMs * 1000 - coarseUs, hiUs: hiMs * 1000 };
}

export function replyOf(text: string, overrides: Partial<Reply> = {}): Reply {
  return {
    first: edges(150),
    last: edges(150),
    chunks: 1,
    text,
    data: [],
    messageId: undefined,
    finished: true,
    source: 'bot',
    ...overrides,
  };
}

/** A turn intended at 90 ms, sent at 100 (stamps 10 µs apart), answered at 150, ended at 200. */
export function endedTurn(overrides: Partial<EndedTurn> = {}): EndedTurn {
  return {
    step: 0,
    outcome: 'completed',
    endedBy: 'final-ping',
    intendedUs: 90_000,
    sent: { loUs: 100_000, hiUs: 100_010 },
    ended: edges(200),
    replies: [replyOf('hi')],
    traceId: undefined,
    failure: undefined,
    ...overrides,
  };
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addChunk, newTurn } from '../../src/conversation/turn/open-turn.ts';
import { since, timingsOfChunk } from '../../src/conversation/turn/reply-timing.ts';
import type { ReplyChunkEvent } from '../../src/endpoint/endpoint-connection.ts';
import type { Bounds } from '../../src/platform/time/bounds.ts';
import { elapsed } from '../../src/platform/time/elapsed.ts';

/** Instants in order, each somewhere between its edges; stamps are taken in order, too. µs. */
const instants = fc
  .array(
    fc.record({
      afterUs: fc.double({ min: 0, max: 1e6, noNaN: true }),
      beforeUs: fc.double({ min: 0, max: 1e5, noNaN: true }),
      lateUs: fc.double({ min: 0, max: 1e5, noNaN: true }),
    }),
    { minLength: 2, maxLength: 6 },
  )
  .map((steps) => {
    let atUs = 5e9;
    let hiUs = 0;
    return steps.map(({ afterUs, beforeUs, lateUs }) => {
      atUs += afterUs;
      hiUs = Math.max(hiUs, atUs + lateUs);
      return { atUs, edges: { loUs: atUs - beforeUs, hiUs } satisfies Bounds };
    });
  });

/** Sums of doubles this large are exact to about so much, µs. */
const ROUNDING = 1e-5;

function expectToHold(bounds: { loUs: number; hiUs: number }, trueUs: number): void {
  expect(bounds.loUs).toBeGreaterThanOrEqual(0);
  expect(bounds.loUs).toBeLessThanOrEqual(trueUs + ROUNDING);
  expect(bounds.hiUs).toBeGreaterThanOrEqual(trueUs - ROUNDING);
}

const chunk = (messageId: string | undefined, finished = false): ReplyChunkEvent => ({
  kind: 'reply-chunk',
  atUs: 0,
  acked: false,
  text: 'text',
  data: undefined,
  traceId: undefined,
  source: undefined,
  messageId,
  finished,
  shows: 'content',
});

describe('the bounds of a duration', () => {
  it('contain the true one, for gaps as for latencies', () => {
    fc.assert(
      fc.property(instants, ([first, second]) => {
        const trueUs = second!.atUs - first!.atUs;
        expectToHold(elapsed(first!.edges, second!.edges), trueUs);
        expectToHold(since({ sent: first!.edges }, second!.edges), trueUs);
      }),
    );
  });

  it('are the distances of its bounds: the near ones for the lower, the far ones for the upper', () => {
    const first = { loUs: 100, hiUs: 130 };
    expect(elapsed(first, { loUs: 150, hiUs: 190 })).toEqual({ loUs: 20, hiUs: 90 });
    expect(since({ sent: first }, { loUs: 150, hiUs: 190 })).toEqual({ loUs: 20, hiUs: 90 });
  });

  it('have a lower bound of at least zero', () => {
    const first = { loUs: 100, hiUs: 130 };
    expect(elapsed(first, { loUs: 100, hiUs: 130 })).toEqual({ loUs: 0, hiUs: 30 });
    expect(since({ sent: first }, { loUs: 90, hiUs: 140 })).toEqual({ loUs: 0, hiUs: 40 });
  });
});

describe('the measurements of a chunk', () => {
  it('contain the truth for every reply, gap, chunk and end of a stream', () => {
    const isStream = fc.boolean();
    fc.assert(
      fc.property(instants, isStream, ([sent, ...arrivals], streams) => {
        const turn = newTurn(0, 0, sent!.edges, 0);
        const seen = new Set<string>();
        arrivals.forEach(({ atUs, edges }, index) => {
          const event = chunk(streams ? 'm' : undefined, streams && index === arrivals.length - 1);
          const previousUs = (arrivals[index - 1] ?? sent!).atUs;
          for (const timing of timingsOfChunk(turn, event, edges)) {
            seen.add(timing.metric);
            const isGap = timing.metric === 'reply_gap' || timing.metric === 'chunk_gap';
            expectToHold(timing, atUs - (isGap ? previousUs : sent!.atUs));
          }
          addChunk(turn, event, edges, undefined);
        });
        const later = streams ? ['chunk_gap', 'reply_complete'] : ['reply_gap'];
        expect([...seen].sort()).toEqual(arrivals.length === 1 ? ['reply'] : [...later, 'reply'].sort());
      }),
    );
  });
});

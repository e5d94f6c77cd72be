import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MachineEvent, Script } from '../../src/conversation/machine/conversation-state.ts';
import { UNKNOWN_TRAITS } from '../../src/conversation/target-traits.ts';
import type { ChunkContent } from '../../src/endpoint/endpoint-connection.ts';
import { chunk, closed, Driver, errorReply, interrupt, ping, ready, scriptOf } from '../support/drive-machine.ts';

const DISTINCT = { ...UNKNOWN_TRAITS, tracesDiffer: true };

interface Row {
  name: string;
  script: Script;
  events: MachineEvent[];
  /** Let time pass until here after the events. */
  until?: number;
  turns: { outcome: string; by: string; endedMs?: number }[];
  conversation?: string;
}

/** Ready at 100 ms, utterance at once unless the step thinks. */
const ROWS: Row[] = [
  {
    name: 'auto ends at the final ping',
    script: scriptOf({}),
    events: [ready(100), chunk(150), chunk(180), ping(200)],
    turns: [{ outcome: 'completed', by: 'final-ping', endedMs: 200 }],
    conversation: 'completed',
  },
  {
    name: 'a final ping without a reply is a silent turn',
    script: scriptOf({}),
    events: [ready(100), ping(200)],
    turns: [{ outcome: 'silent', by: 'final-ping' }],
    conversation: 'failed',
  },
  {
    name: 'unless no reply was expected',
    script: scriptOf({ expect: { replies: 0 } }),
    events: [ready(100), ping(200)],
    turns: [{ outcome: 'completed', by: 'final-ping' }],
    conversation: 'completed',
  },
  {
    name: 'no reply at all times out at sent + timeout',
    script: scriptOf({ timeoutMs: 5000 }),
    events: [ready(100)],
    until: 6000,
    turns: [{ outcome: 'timed-out', by: 'timeout', endedMs: 5100 }],
    conversation: 'failed',
  },
  {
    name: 'first-output ends at the first chunk that is not empty',
    script: scriptOf({ completion: { kind: 'first-output' } }),
    events: [ready(100), chunk(120, { text: '', shows: 'marker' }), chunk(150)],
    turns: [{ outcome: 'completed', by: 'first-output', endedMs: 150 }],
  },
  {
    name: 'replies: 2 ends at the second reply, not at the ping',
    script: scriptOf({ completion: { kind: 'replies', count: 2 } }),
    events: [ready(100), chunk(150), ping(160), chunk(190)],
    turns: [{ outcome: 'completed', by: 'replies', endedMs: 190 }],
  },
  {
    name: 'a streamed reply counts when it is whole',
    script: scriptOf({ completion: { kind: 'replies', count: 1 } }),
    events: [
      ready(100),
      chunk(150, { messageId: 'm', finished: false }),
      chunk(160, { messageId: 'm', finished: false }),
      chunk(170, { messageId: 'm', text: '', shows: 'marker' }),
    ],
    turns: [{ outcome: 'completed', by: 'replies', endedMs: 170 }],
  },
  {
    name: 'quiet ends at the last reply, known only after the silence',
    script: scriptOf({ completion: { kind: 'quiet', ms: 800 } }),
    events: [ready(100), chunk(150), chunk(600)],
    until: 1500,
    turns: [{ outcome: 'completed', by: 'quiet', endedMs: 600 }],
  },
  {
    name: 'a blank output before the first reply starts no quiet period',
    script: scriptOf({ completion: { kind: 'quiet', ms: 800 } }),
    events: [ready(100), chunk(150, { text: ' ', shows: 'blank' }), chunk(1200)],
    until: 2100,
    turns: [{ outcome: 'completed', by: 'quiet', endedMs: 1200 }],
  },
  {
    name: 'a blank output after the last reply does not prolong the quiet period',
    script: scriptOf({ completion: { kind: 'quiet', ms: 800 } }),
    events: [ready(100), chunk(150), chunk(900, { text: ' ', shows: 'blank' })],
    until: 960,
    turns: [{ outcome: 'completed', by: 'quiet', endedMs: 150 }],
  },
  {
    name: 'quiet ends at the last of all replies, also of one that goes on after a later one has come',
    script: scriptOf({ completion: { kind: 'quiet', ms: 800 } }),
    events: [
      ready(100),
      chunk(150, { messageId: 'a', finished: false }),
      chunk(200, { messageId: 'b' }),
      chunk(600, { messageId: 'a' }),
    ],
    until: 1500,
    turns: [{ outcome: 'completed', by: 'quiet', endedMs: 600 }],
  },
  {
    name: 'match ends at the reply that matches',
    script: scriptOf({ completion: { kind: 'match', check: { text: { of: 'any', matcher: { contains: 'done' } } } } }),
    events: [ready(100), chunk(150), ping(160), chunk(190, { text: 'all done' })],
    turns: [{ outcome: 'completed', by: 'match', endedMs: 190 }],
  },
  {
    name: 'a reply that fails the check is a mismatch',
    script: scriptOf({ expect: { text: { of: 'any', matcher: { contains: 'table' } } } }),
    events: [ready(100), chunk(150, { text: 'no idea' }), ping(160)],
    turns: [{ outcome: 'mismatched', by: 'final-ping' }],
    conversation: 'failed',
  },
  {
    name: 'an error output ends the turn at once',
    script: scriptOf({}),
    events: [ready(100), chunk(120), errorReply(150)],
    turns: [{ outcome: 'errored', by: 'error', endedMs: 150 }],
    conversation: 'failed',
  },
  {
    name: 'a lost connection cuts the turn, whatever onFailure says',
    script: scriptOf({ onFailure: 'continue' }, {}),
    events: [ready(100), chunk(120), closed(150)],
    turns: [{ outcome: 'cut', by: 'disconnect', endedMs: 150 }],
    conversation: 'failed',
  },
  {
    name: 'palaver stopping interrupts the turn',
    script: scriptOf({}),
    events: [ready(100), chunk(120), interrupt(150)],
    turns: [{ outcome: 'interrupted', by: 'stop', endedMs: 150 }],
    conversation: 'interrupted',
  },
  {
    name: 'onFailure continue goes on, and the conversation has failed all the same',
    script: scriptOf({ onFailure: 'continue' }, {}),
    events: [ready(100), errorReply(150), chunk(200), ping(220)],
    turns: [
      { outcome: 'errored', by: 'error' },
      { outcome: 'completed', by: 'final-ping' },
    ],
    conversation: 'failed',
  },
  {
    name: 'a connection lost between turns fails the conversation without a turn',
    script: scriptOf({}, { think: { kind: 'constant', ms: 1000 } }),
    events: [ready(100), chunk(120), ping(130), closed(500)],
    turns: [{ outcome: 'completed', by: 'final-ping' }],
    conversation: 'failed',
  },
];

describe('how a turn ends', () => {
  it.each(ROWS)('$name', ({ script, events, until, turns, conversation }) => {
    const driver = new Driver(script).feed(...events);
    if (until) driver.wait(until);
    expect(driver.turns.map((turn) => ({ outcome: turn.outcome, by: turn.endedBy }))).toEqual(
      turns.map(({ outcome, by }) => ({ outcome, by })),
    );
    for (const [index, { endedMs }] of turns.entries()) {
      if (endedMs !== undefined) expect(driver.turns[index]!.ended.hiUs).toBe(endedMs * 1000);
    }
    if (conversation) expect(driver.outcome).toBe(conversation);
  });
});

describe('when the next utterance is due', () => {
  it('is the end of the previous turn plus think time', () => {
    const think = { kind: 'constant', ms: 700 } as const;
    const driver = new Driver(scriptOf({ think }, { think })).feed(ready(100), chunk(900), ping(1000)).wait(2000);
    expect(driver.all('say').map((say) => say.intendedUs)).toEqual([800_000, 1_700_000]);
  });

  it('may be more than an hour later, unlike one that is drawn', () => {
    const think = { kind: 'constant', ms: 7_200_000 } as const;
    const driver = new Driver(scriptOf({ think })).feed(ready(100)).wait(7_300_000);
    expect(driver.all('say').map((say) => say.intendedUs)).toEqual([7_200_100_000]);
  });

  it('is the decision if that is later: waiting for silence is not lag', () => {
    const quiet = { completion: { kind: 'quiet', ms: 800 } } as const;
    const driver = new Driver(scriptOf(quiet, quiet)).feed(ready(100), chunk(150)).wait(1000);
    expect(driver.all('say').map((say) => say.intendedUs)).toEqual([100_000, 950_000]);
  });
});

describe('completion auto without final pings', () => {
  const turn = () => scriptOf({ timeoutMs: 30_000 });
  it('ends the first turn after a long silence, and later ones after a short one', () => {
    let traits = UNKNOWN_TRAITS;
    const ends = [10_150, 3150, 3150, 3150].map((decidedMs) => {
      const driver = new Driver(turn(), traits).feed(ready(100), chunk(150)).wait(decidedMs - 1);
      expect(driver.turns).toEqual([]);
      driver.wait(decidedMs);
      traits = driver.traits;
      return driver.turns[0]!;
    });
    expect(ends.map((end) => end.endedBy)).toEqual(['quiet', 'quiet', 'quiet', 'quiet']);
    expect(ends[3]!.ended.hiUs).toBe(150_000);
  });

  it('times out twice if final pings arrived before, and ends the third turn by silence', () => {
    let traits = { ...UNKNOWN_TRAITS, pinged: true };
    const ends = [1, 2, 3, 4].map(() => {
      const driver = new Driver(turn(), traits).feed(ready(100), chunk(150)).wait(60_000);
      traits = { ...driver.traits };
      return driver.turns[0]!.endedBy;
    });
    expect(ends).toEqual(['timeout', 'timeout', 'quiet', 'quiet']);
  });

  it.each([
    ['ends by silence where the timeout comes after it', 5000, false, 'quiet', 'completed'],
    ['times out if the silence is too short to be conclusive', 2000, false, 'timeout', 'timed-out'],
    ['times out where final pings have come before', 5000, true, 'timeout', 'timed-out'],
  ] as const)('%s', (_name, timeoutMs, pinged, endedBy, outcome) => {
    const known = { ...UNKNOWN_TRAITS, pinged };
    const driver = new Driver(scriptOf({ timeoutMs }), known).feed(ready(100), chunk(150)).wait(60_000);
    expect(driver.turns[0]).toMatchObject({ endedBy, outcome });
    expect(driver.traits).toMatchObject({ missedPings: 1, quiet: !pinged });
  });

  it('times out without a reply, and does not count that as a missing final ping', () => {
    const driver = new Driver(scriptOf({ timeoutMs: 5000 }), UNKNOWN_TRAITS).feed(ready(100)).wait(60_000);
    expect(driver.turns[0]!.endedBy).toBe('timeout');
    expect(driver.traits).toBe(UNKNOWN_TRAITS);
  });

  it('counts a timeout after a reply as a missing final ping, if the timeout is shorter', () => {
    let traits = { ...UNKNOWN_TRAITS, pinged: true };
    const ends = [1, 2, 3, 4].map(() => {
      const driver = new Driver(scriptOf({ timeoutMs: 5000 }), traits).feed(ready(100), chunk(150)).wait(60_000);
      traits = { ...driver.traits };
      return driver.turns[0]!.endedBy;
    });
    expect(ends).toEqual(['timeout', 'timeout', 'timeout', 'quiet']);
  });

  it('switches back when a final ping arrives', () => {
    const quiet = { ...UNKNOWN_TRAITS, quiet: true, missedPings: 3 };
    const driver = new Driver(turn(), quiet).feed(ready(100), chunk(150), ping(160));
    expect(driver.turns[0]!.endedBy).toBe('final-ping');
    expect(driver.traits.quiet).toBe(false);
  });
});

describe('a final ping that belongs to an earlier turn', () => {
  const two = scriptOf({ completion: { kind: 'first-output' } }, {});
  it('does not end the open turn', () => {
    const driver = new Driver(two).feed(ready(100), chunk(150), ping(160), chunk(200), ping(220));
    expect(driver.turns.map((turn) => turn.ended.hiUs)).toEqual([150_000, 220_000]);
  });

  it('is not expected if it arrived before the turn ended', () => {
    const first = { completion: { kind: 'replies', count: 2 } } as const;
    const driver = new Driver(scriptOf(first, {})).feed(ready(100), chunk(120), ping(130), chunk(150), ping(160));
    expect(driver.turns.map((turn) => turn.outcome)).toEqual(['completed', 'silent']);
  });
});

describe('which turn an output belongs to', () => {
  const slow = scriptOf({}, { think: { kind: 'constant', ms: 1000 } });
  it('is none before the first utterance: unsolicited', () => {
    const think = { kind: 'constant', ms: 500 } as const;
    expect(new Driver(scriptOf({ think })).feed(ready(100), chunk(200)).roles).toEqual(['unsolicited']);
  });

  it('is late after its turn, and not measured', () => {
    const driver = new Driver(slow).feed(ready(100), chunk(150), ping(160), chunk(400));
    expect(driver.roles).toEqual(['attributed', 'late']);
  });

  it('is late by its trace id even while the next turn is open', () => {
    const driver = new Driver(slow, DISTINCT).feed(
      ready(100),
      chunk(150, { traceId: 'a' }),
      ping(160),
      chunk(1300, { traceId: 'a' }),
      chunk(1400, { traceId: 'b' }),
      ping(1500),
    );
    expect(driver.roles).toEqual(['attributed', 'late', 'attributed']);
    expect(driver.turns[1]!.replies[0]!.first.hiUs).toBe(1_400_000);
  });

  it('is unsolicited between turns if its trace id is new', () => {
    const driver = new Driver(slow, DISTINCT).feed(
      ready(100),
      chunk(150, { traceId: 'a' }),
      ping(160),
      chunk(300, { traceId: 'n' }),
    );
    expect(driver.roles).toEqual(['attributed', 'unsolicited']);
  });

  it('is attributed to the open turn if the target always sends the same trace id', () => {
    const same = { traceId: 'x' };
    const driver = new Driver(slow).feed(ready(100), chunk(150, same), ping(160), chunk(1300, same), ping(1400));
    expect(driver.roles).toEqual(['attributed', 'attributed']);
    expect(driver.traits.tracesDiffer).toBe(false);
  });

  it('detects that trace ids differ from two turns', () => {
    const driver = new Driver(slow).feed(
      ready(100),
      chunk(150, { traceId: 'a' }),
      ping(160),
      chunk(1300, { traceId: 'b' }),
      ping(1400),
    );
    expect(driver.traits.tracesDiffer).toBe(true);
  });
});

describe('the measurements of a chunk', () => {
  it('measures each reply from the utterance and from the previous reply', () => {
    const driver = new Driver(scriptOf({})).feed(ready(100), chunk(150), chunk(190), ping(200));
    expect(driver.all('measure').map(({ metric, hiUs, position }) => ({ metric, hiUs, position }))).toEqual([
      { metric: 'reply', hiUs: 50_000, position: 0 },
      { metric: 'reply', hiUs: 90_000, position: 1 },
      { metric: 'reply_gap', hiUs: 40_000, position: 0 },
    ]);
  });

  it('treats the chunks of a stream as one reply', () => {
    const part = (atMs: number, more = {}) => chunk(atMs, { messageId: 'm', finished: false, ...more });
    const driver = new Driver(scriptOf({})).feed(
      ready(100),
      part(150, { text: 'Good ' }),
      part(170, { text: 'day' }),
      part(180, { text: '', shows: 'marker', finished: true }),
      ping(190),
    );
    expect(driver.turns[0]!.replies.map((reply) => reply.text)).toEqual(['Good day']);
    expect(driver.all('measure').map(({ metric, hiUs }) => [metric, hiUs])).toEqual([
      ['reply', 50_000],
      ['chunk_gap', 20_000],
      ['reply_complete', 80_000],
    ]);
    expect(driver.roles).toEqual(['attributed', 'attributed', 'marker']);
  });

  it('starts no reply with a blank output, and keeps its text within a stream', () => {
    const part = (atMs: number, text: string, shows: ChunkContent = 'content') =>
      chunk(atMs, { messageId: 'm', finished: false, text, shows });
    const driver = new Driver(scriptOf({})).feed(
      ready(100),
      chunk(110, { text: ' ', shows: 'blank' }),
      part(120, '\n', 'blank'),
      part(150, 'Good'),
      part(160, ' ', 'blank'),
      part(170, 'day'),
      ping(190),
    );
    expect(driver.turns[0]!.replies.map((reply) => reply.text)).toEqual(['Good day']);
    expect(driver.all('measure').map(({ metric, hiUs }) => [metric, hiUs])).toEqual([
      ['reply', 50_000],
      ['chunk_gap', 10_000],
      ['chunk_gap', 10_000],
    ]);
    expect(driver.roles).toEqual(['blank', 'blank', 'attributed', 'blank', 'attributed']);
  });

  it('is silent if every output is blank', () => {
    const driver = new Driver(scriptOf({})).feed(ready(100), chunk(110, { text: ' ', shows: 'blank' }), ping(190));
    expect(driver.turns[0]).toMatchObject({ outcome: 'silent', replies: [] });
  });

  it('counts a blank output after the turn as blank, not as late', () => {
    const twoTurns = scriptOf({}, {}, { think: { kind: 'constant', ms: 50 } });
    const driver = new Driver(twoTurns).feed(
      ready(100),
      chunk(110),
      ping(120),
      chunk(125, { text: '', shows: 'blank' }),
    );
    expect(driver.roles).toEqual(['attributed', 'blank']);
  });

  it('measures typing from on to off', () => {
    const typing = (atMs: number, on: boolean): MachineEvent => ({
      kind: 'typing',
      atUs: atMs * 1000,
      acked: false,
      on,
    });
    const driver = new Driver(scriptOf({})).feed(
      ready(100),
      typing(110, true),
      typing(140, false),
      chunk(150),
      ping(160),
    );
    expect(driver.all('measure')[0]).toMatchObject({ metric: 'typing', hiUs: 30_000 });
  });
});

describe('any sequence of events', () => {
  const event = fc.oneof(
    fc.constantFrom<(atMs: number) => MachineEvent>(ready, ping, errorReply, closed, interrupt),
    fc
      .constantFrom({ text: 'a' }, { text: ' ', shows: 'blank' }, { text: '', shows: 'marker' })
      .map((shown) => (at: number) => chunk(at, shown)),
  );
  const rule = fc.constantFrom(
    { kind: 'auto' } as const,
    { kind: 'final-ping' } as const,
    { kind: 'first-output' } as const,
    { kind: 'replies', count: 2 } as const,
    { kind: 'quiet', ms: 50 } as const,
  );
  const step = fc.record({ completion: rule, onFailure: fc.constantFrom('stop' as const, 'continue' as const) });

  it('satisfies the invariants: every utterance ends in exactly one turn, the conversation in exactly one outcome', () => {
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 4 }),
        fc.array(event, { maxLength: 25 }),
        (steps, events) => {
          const driver = new Driver(scriptOf(...steps)).feed(...events.map((make, index) => make(100 + index * 20)));
          driver.feed(interrupt(500_000));
          expect(driver.all('end-turn').length).toBe(driver.all('say').length);
          expect(driver.all('end-conversation').length).toBe(1);
          expect(driver.state.phase).toBe('done');
          const chunks = driver.turns.flatMap((turn) => turn.replies).reduce((sum, reply) => sum + reply.chunks, 0);
          expect(chunks).toBeGreaterThanOrEqual(driver.roles.filter((role) => role === 'attributed').length);
        },
      ),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { shortHash } from '../../src/platform/redact.ts';
import { turn as instruct, program, reconnect } from '../support/instructions.ts';
import { Rehearsal } from '../support/rehearsal.ts';

/** Two turns, the second 1 s after the first; each answered 100 ms after it was sent and ended 20 ms later. */
async function twoTurns() {
  const talk = new Rehearsal({}, { think: { kind: 'constant', ms: 1000 } });
  talk.conversation.start();
  await talk.time.advance(5);
  talk.letIn();
  await talk.time.advance(15);
  talk.line.connected(12_000);
  await talk.time.advance(10);
  talk.line.ready();
  await talk.time.advance(100);
  talk.line.reply('one', 'trace-1');
  await talk.time.advance(20);
  talk.line.ping();
  await talk.time.advance(1000 + 100);
  talk.line.reply('two', 'trace-2');
  await talk.time.advance(20);
  talk.line.ping();
  return talk;
}

describe('the record of a conversation', () => {
  it('contains each value once, with both bounds, at its time since the start of the run', async () => {
    const talk = await twoTurns();
    // Sending takes 10 µs, an arrival is known to 200 µs: the lower edges lie 210 µs below the upper ones.
    expect(talk.of('start_delay')).toEqual(['trend @0 5000..5000']);
    expect(talk.of('connect')).toEqual(['trend @20 12000..12000']);
    expect(talk.of('connect_tcp')).toEqual(['trend @20 2000..2000']);
    expect(talk.of('ready')).toEqual(['trend @30 10000..10000']);
    expect(talk.of('send_lag')).toEqual(['trend @30 0..0', 'trend @1150 0..0']);
    expect(talk.of('first_output')).toEqual([
      'trend @30 99790..100000',
      'trend[completed] @30 99790..100000',
      'trend @1150 99790..100000',
      'trend[completed] @1150 99790..100000',
    ]);
    expect(talk.of('turn')).toEqual(['trend @30 119790..120000', 'trend @1150 119790..120000']);
    expect(talk.of('turn_intended')).toEqual(['trend @30 119800..120000', 'trend @1150 119800..120000']);
    expect(talk.of('reply').map((sample) => sample.replace(/@\d+ /, ''))).toEqual([
      'trend[1] 99790..100000',
      'trend[1] 99790..100000',
    ]);
    expect(talk.of('conversation')).toEqual(['trend @0 1270000..1270000']);
    expect(talk.of('conversation_busy')).toEqual(['trend @0 270000..270000']);
  });

  it('contains the duration of typing, from the earliest time at which it may have started', async () => {
    const talk = await new Rehearsal({}).talking();
    const typing = (on: boolean) => talk.line.tell({ kind: 'typing', atUs: talk.time.nowUs(), acked: false, on });
    typing(true);
    await talk.time.advance(30);
    typing(false);
    expect(talk.of('typing').map((sample) => sample.replace(/@\d+ /, ''))).toEqual(['trend 29800..30200']);
  });

  it('counts everything once', async () => {
    const talk = await twoTurns();
    const counts = {
      conversations_due: 1,
      conversations_started: 1,
      conversations_completed: 1,
      conversations_met: 1,
      connects: 1,
      inputs_sent: 2,
      turns_completed: 2,
      outputs: 2,
      outputs_attributed: 2,
      acks_sent: 2,
      final_pings: 2,
      turns_ended_by: 2,
      conversations_failed: 0,
      connects_failed: 0,
      disconnects: 0,
    };
    expect(Object.fromEntries(Object.keys(counts).map((name) => [name, talk.count(name)]))).toEqual(counts);
    expect(talk.broken()).toEqual([]);
  });

  it('keeps an example with the ids to look it up, without any text', async () => {
    const talk = await twoTurns();
    const [example, ...others] = talk.exemplars.kept().slowest;
    expect(others).toEqual([]);
    expect(example).toMatchObject({
      target: 'eu',
      conversation: 'talk',
      number: 7,
      vu: 3,
      sessionId: 'plv-test-c7',
      outcome: 'completed',
      startedMs: 0,
    });
    expect(example!.turns[1]).toMatchObject({
      step: 'step 1',
      outcome: 'completed',
      endedBy: 'final-ping',
      intendedMs: 1150,
      endedMs: 1270,
      utterance: { length: 5, hash: shortHash('say 1', 8), template: 'say 1' },
      replies: [{ arrivedMs: 1250, length: 3, hash: shortHash('two', 8) }],
      traceId: 'trace-2',
    });
    const withoutScenario = example!.turns.map(({ utterance: { template, ...utterance }, ...turn }) => [
      utterance,
      turn,
    ]);
    expect(JSON.stringify(withoutScenario)).not.toMatch(/"two"|say 1/);
  });

  it('passes on each turn for the file of turns, complete', async () => {
    const talk = await twoTurns();
    const { steps, endedBy } = talk.table.conversation(0, 0);
    const start = talk.streamed[0]!.intendedUs - 30_000;
    const at = (ms: number, coarseUs = 200) => ({ loUs: start + ms * 1000 - coarseUs, hiUs: start + ms * 1000 });
    expect(talk.streamed).toEqual([
      {
        counted: steps[0]!.outcome.completed,
        endedBy: endedBy['final-ping'],
        number: 7,
        vu: 3,
        index: 0,
        label: 0,
        intendedUs: start + 30_000,
        sent: { loUs: start + 30_000, hiUs: start + 30_010 },
        ended: at(150),
        sessionId: 'plv-test-c7',
        utterance: 'say 0',
        traceId: 'trace-1',
        failure: undefined,
        replies: [expect.objectContaining({ first: at(130), text: 'one' })],
        moreReplies: 0,
      },
      expect.objectContaining({
        counted: steps[1]!.outcome.completed,
        index: 1,
        label: 1,
        utterance: 'say 1',
        ended: at(1270),
      }),
    ]);
  });

  it('passes on turns after a reconnect with their session', async () => {
    const talk = new Rehearsal(
      program([{ text: 'a' }, { text: 'b' }], [instruct(0), reconnect(0, 'new'), instruct(1)]),
    );
    await talk.talking();
    talk.line.reply().ping();
    await talk.time.advance(1);
    talk.letIn().line.connected().ready();
    await talk.time.advance(1);
    talk.line.reply().ping();
    expect(talk.ends).toMatchObject([{ outcome: 'completed' }]);
    expect(talk.streamed.map(({ utterance, sessionId }) => `${utterance} ${sessionId}`)).toEqual([
      'a plv-test-c7',
      'b plv-test-c7.1',
    ]);
  });

  it('includes send lag in send_lag and turn_intended, and not in turn', async () => {
    const talk = await new Rehearsal({}, { think: { kind: 'constant', ms: 1000 } }).talking();
    talk.line.reply().ping();
    talk.time.stall(1300);
    await talk.time.advance(50);
    talk.line.reply().ping();
    expect(talk.of('send_lag')[1]).toBe('trend @1000 300000..300000');
    expect(talk.of('turn')[1]).toBe('trend @1000 49790..50000');
    expect(talk.of('turn_intended')[1]).toBe('trend @1000 349800..350000');
  });

  it('names a failure by its class, and counts further ones', () => {
    const talk = new Rehearsal({});
    talk.conversation.start();
    talk.letIn().line.failed();
    expect(talk.of('connects_failed')).toEqual(['counter[refused] @0 1..0']);
    expect(talk.errors.list()).toMatchObject([{ target: 'eu', class: 'refused', count: 1, example: 'no one there' }]);
    expect(talk.of('conversation')).toEqual([]);
    expect(talk.broken()).toEqual([]);
  });

  it('names the step of a failed turn', async () => {
    const talk = await new Rehearsal({ expect: { text: { of: 'any', matcher: { contains: 'table' } } } }).talking();
    talk.line.reply('no idea').ping();
    const [error] = talk.errors.list();
    expect(error).toMatchObject({
      class: 'mismatched',
      count: 1,
      causes: [{ step: 'step 0', check: 'a reply that contains "table"', difference: 'text-differs', count: 1 }],
    });
    expect(error!.causes[0]!.sessionId).not.toBe('');
    const got = `7 characters (#${shortHash('no idea', 8)})`;
    expect(error!.example).toBe(`step 0: expected a reply that contains "table", got ${got}`);
    expect(talk.count('conversations_met')).toBe(0);
  });

  it('does not count a conversation as met that missed an objective', async () => {
    const talk = await new Rehearsal({ expect: { turnMs: 99 } }, {}).talking();
    for (let turn = 0; turn < 2; turn++) {
      await talk.time.advance(100);
      talk.line.reply().ping();
      await talk.time.advance(0);
    }
    expect([talk.count('conversations_completed'), talk.count('conversations_met')]).toEqual([1, 0]);
  });

  it('aggregates the eleventh and later replies of a turn', async () => {
    const talk = await new Rehearsal({}).talking();
    for (let reply = 0; reply < 13; reply++) talk.line.reply();
    talk.line.ping();
    const positions = talk.of('reply').map((sample) => /\[(.*)\]/.exec(sample)![1]);
    expect(positions).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11+', '11+', '11+']);
    expect(talk.of('reply_gap')).toHaveLength(12);
  });

  it('counts outputs after the last turn of a kept session, without measuring them', async () => {
    const talk = await new Rehearsal({}, { think: { kind: 'constant', ms: 1000 } }).talking();
    talk.line.reply().ping();
    talk.line.reply('late');
    talk.line.tell({ kind: 'unknown', atUs: talk.time.nowUs(), acked: false, name: 'odd' });
    expect([talk.count('outputs'), talk.count('outputs_late'), talk.count('unknown_events')]).toEqual([2, 1, 1]);
    expect(talk.of('reply')).toHaveLength(1);
    talk.conversation.interrupt();
    expect(talk.broken()).toEqual([]);
  });

  it('counts the turns after an unanswered one as doubtful: its late reply may be attributed to them', async () => {
    const goOn = { timeoutMs: 500, onFailure: 'continue' } as const;
    const talk = new Rehearsal(goOn, goOn, goOn);
    talk.conversation.start();
    talk.letIn();
    talk.line.connected(1000);
    talk.line.ready();
    await talk.time.advance(600);
    talk.line.reply('late, for the first', 'trace-1');
    talk.line.reply('for the second', 'trace-2');
    talk.line.ping();
    await talk.time.advance(1);
    talk.line.reply('for the third', 'trace-3');
    talk.line.ping();
    expect(talk.count('turns_timed_out')).toBe(1);
    expect(talk.count('doubtful_turns')).toBe(2);
  });
});

describe('a conversation that starts more than 1 s late', () => {
  it.each([
    ['the connect limiter, which delayed it', 100, 950, ['counter[connect-limit] @0 1..0']],
    ['nothing, if the limiter added only a little', 950, 100, []],
    ['its caller, which counts the late start itself', 1001, 2000, []],
  ])('is attributed to %s', async (_what, takenMs, heldBackMs, counted) => {
    const talk = new Rehearsal({});
    await talk.time.advance(takenMs);
    talk.conversation.start();
    await talk.time.advance(heldBackMs);
    talk.letIn();
    await talk.time.advance(1);
    expect(talk.of('starts_late')).toEqual(counted);
  });
});

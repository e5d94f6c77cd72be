import { describe, expect, it } from 'vitest';
import type { Instruction } from '../../src/scenario/instruction.ts';
import { program, reconnect, wait } from '../support/instructions.ts';
import { Rehearsal } from '../support/rehearsal.ts';

const think = (ms: number) => ({ think: { kind: 'constant', ms } }) as const;
const quiet = (ms: number) => ({ completion: { kind: 'quiet', ms } }) as const;

describe('a conversation at the connect limiter', () => {
  it('opens its connection when admitted, and releases the limiter when ready', async () => {
    const talk = new Rehearsal({});
    talk.conversation.start();
    expect([talk.entered, talk.hasLine]).toEqual([1, false]);
    await talk.time.advance(5);
    talk.letIn();
    expect(talk.line.identity).toEqual({ userId: 'plv-test-u3', sessionId: 'plv-test-c7' });
    talk.line.connected();
    expect(talk.released).toBe(0);
    talk.line.ready();
    expect(talk.released).toBe(1);
    expect(talk.of('start_delay')).toEqual(['trend @0 5000..5000']);
  });

  it('releases the limiter when the connection fails, and only once', () => {
    const talk = new Rehearsal({});
    talk.conversation.start();
    talk.letIn().line.failed();
    expect([talk.released, talk.line.closings]).toEqual([1, 1]);
    expect(talk.ends).toEqual([{ outcome: 'failed', completedTurn: false }]);
  });
});

describe('a reconnect', () => {
  const trying = { ...reconnect(0), onFailure: 'continue' } as const;
  const away = (...steps: Instruction[]) => new Rehearsal(program([{ text: 'a' }], steps));
  const refused = (retryAfterMs = 0) => ({ class: 'http-429', message: 'no', retryAfterMs }) as const;

  it('that was refused is not retried at once by the next one, nor before the server allows it', async () => {
    const talk = await away(trying, trying, trying).talking();
    await talk.time.advance(0);
    talk.letIn().line.failed(refused());
    await talk.time.advance(499);
    expect(talk.entered).toBe(2);
    await talk.time.advance(501);
    expect(talk.entered).toBe(3);
    talk.letIn().line.failed(refused(60_000));
    await talk.time.advance(59_999);
    expect(talk.entered).toBe(3);
    await talk.time.advance(15_001);
    expect(talk.entered).toBe(4);
    talk.letIn().line.connected().ready();
    expect(talk.ends).toMatchObject([{ outcome: 'failed', completedTurn: false, retryAfterMs: undefined }]);
  });

  it.each([
    ['its cookies', 'keep', true],
    ['none, in a new session', 'new', false],
  ] as const)('returns with %s', async (_, session, same) => {
    const talk = await away(reconnect(0, session)).talking();
    await talk.time.advance(0);
    talk.letIn();
    expect(talk.jars).toHaveLength(2);
    expect(talk.jars[0] === talk.jars[1]).toBe(same);
  });

  it('that waits for that and is interrupted counts as failed', async () => {
    const talk = await away(trying, trying).talking();
    await talk.time.advance(0);
    talk.letIn().line.failed(refused(60_000));
    talk.conversation.interrupt();
    expect(talk.ends).toMatchObject([{ outcome: 'failed', retryAfterMs: 60_000 }]);
    expect([talk.time.armed, talk.entered]).toEqual([0, 2]);
  });
});

describe('a conversation', () => {
  it('sends one utterance after another and ends after the last', async () => {
    const talk = await new Rehearsal({}, think(1000)).talking();
    await talk.time.advance(100);
    talk.line.reply().ping();
    await talk.time.advance(999);
    expect(talk.line.said).toHaveLength(1);
    await talk.time.advance(1);
    await talk.time.advance(50);
    talk.line.reply().ping();
    expect(talk.line.said).toEqual([
      { text: 'say 0', atMs: 0 },
      { text: 'say 1', atMs: 1100 },
    ]);
    expect(talk.ends).toEqual([{ outcome: 'completed', completedTurn: true }]);
    expect([talk.line.closings, talk.time.armed, talk.released]).toEqual([1, 0, 1]);
  });

  it('wakes up before the timeout once silence can end the turn', async () => {
    const talk = await new Rehearsal(quiet(800), {}).talking();
    await talk.time.advance(100);
    talk.line.reply();
    await talk.time.advance(799);
    expect(talk.line.said).toHaveLength(1);
    await talk.time.advance(1);
    expect(talk.line.said[1]).toEqual({ text: 'say 1', atMs: 900 });
  });

  it('wakes up later if another reply arrives, with one timer all along', async () => {
    const talk = await new Rehearsal(quiet(800), {}).talking();
    for (const pause of [100, 500, 700, 200]) {
      await talk.time.advance(pause);
      talk.line.reply();
      expect(talk.time.armed).toBe(1);
    }
    await talk.time.advance(2000);
    expect(talk.line.said[1]).toEqual({ text: 'say 1', atMs: 2300 });
  });

  it('times out at sent + timeout, whatever timers were set before', async () => {
    const talk = await new Rehearsal({ timeoutMs: 5000, completion: { kind: 'final-ping' } }).talking();
    await talk.time.advance(1000);
    talk.line.reply();
    await talk.time.advance(3999);
    expect(talk.ends).toEqual([]);
    await talk.time.advance(2);
    expect(talk.ends).toEqual([{ outcome: 'failed', completedTurn: false }]);
    expect(talk.of('turn')).toEqual(['censored[timed-out] @0 1..5000010']);
  });

  it('reads what arrived during a stall before a turn times out', async () => {
    const talk = await new Rehearsal({ timeoutMs: 5000 }).talking();
    talk.time.stall(8000);
    talk.poll = () => talk.line.reply().ping();
    await talk.time.advance(0);
    expect(talk.count('turns_completed')).toBe(1);
    expect(talk.ends).toEqual([{ outcome: 'completed', completedTurn: true }]);
  });

  it('reads what arrived during a stall before a wait times out', async () => {
    const talk = await new Rehearsal(program([], [wait({ timeoutMs: 5000 })])).talking();
    talk.time.stall(8000);
    talk.poll = () => talk.line.reply();
    await talk.time.advance(0);
    expect(talk.ends).toEqual([{ outcome: 'completed', completedTurn: false }]);
    expect([talk.count('outputs_unsolicited'), talk.count('steps_failed')]).toEqual([1, 0]);
    expect(talk.broken()).toEqual([]);
  });

  it('that loses its connection during think time has failed, without a turn', async () => {
    const talk = await new Rehearsal({}, think(1000)).talking();
    talk.line.reply().ping().lost();
    expect(talk.ends).toEqual([{ outcome: 'failed', completedTurn: true }]);
    expect([talk.count('turns_completed'), talk.count('turns_cut'), talk.count('disconnects')]).toEqual([1, 0, 1]);
    expect(talk.time.armed).toBe(0);
    expect(talk.broken()).toEqual([]);
  });

  it('marks its target as quiet without final pings', async () => {
    const step = { timeoutMs: 11_000, onFailure: 'continue' } as const;
    const talk = await new Rehearsal(step, step, step, step).talking();
    for (const silenceMs of [10_000, 3000, 3000, 3000]) {
      talk.line.reply();
      await talk.time.advance(silenceMs + 1);
    }
    expect(talk.turnedQuiet).toBe(1);
    expect(talk.of('turns_ended_by').map((sample) => sample.replace(/ .*/, ''))).toEqual([
      'counter[quiet]',
      'counter[quiet]',
      'counter[quiet]',
      'counter[quiet]',
    ]);
  });
});

describe('an interrupt', () => {
  const interrupted = { outcome: 'interrupted' };

  it('at the connect limiter: opens no connection, and releases the limiter when admitted', () => {
    const talk = new Rehearsal({});
    talk.conversation.start();
    talk.conversation.interrupt();
    expect(talk.ends).toEqual([{ ...interrupted, completedTurn: false }]);
    talk.letIn();
    expect([talk.hasLine, talk.released]).toEqual([false, 1]);
    expect(talk.of('start_delay')).toEqual([]);
  });

  it('while connecting: closes the connection and releases the limiter', () => {
    const talk = new Rehearsal({});
    talk.conversation.start();
    talk.letIn().line.connected();
    talk.conversation.interrupt();
    expect(talk.ends).toEqual([{ ...interrupted, completedTurn: false }]);
    expect([talk.line.closings, talk.released]).toEqual([1, 1]);
  });

  it('during think time: sends nothing more', async () => {
    const talk = await new Rehearsal(think(1000)).talking();
    talk.conversation.interrupt();
    expect(talk.ends).toEqual([{ ...interrupted, completedTurn: false }]);
    await talk.time.advance(5000);
    expect([talk.line.said.length, talk.time.armed, talk.line.closings]).toEqual([0, 0, 1]);
  });

  it('during a turn: counts the open turn as interrupted', async () => {
    const talk = await new Rehearsal({}, {}).talking();
    await talk.time.advance(70);
    talk.conversation.interrupt();
    expect(talk.ends).toEqual([{ ...interrupted, completedTurn: false }]);
    expect([talk.count('turns_interrupted'), talk.time.armed, talk.line.closings]).toEqual([1, 0, 1]);
    expect(talk.of('turn_intended')).toEqual(['censored[interrupted] @0 1..70000']);
    expect(talk.errors.list()).toEqual([]);
  });

  it.each(['at the connect limiter', 'connecting', 'thinking', 'talking'] as const)(
    '%s ends it exactly once, and satisfies the invariants',
    async (where) => {
      const talk = new Rehearsal(where === 'thinking' ? think(1000) : {});
      if (where === 'thinking' || where === 'talking') await talk.talking();
      else talk.conversation.start();
      if (where === 'connecting') talk.letIn();
      talk.conversation.interrupt();
      talk.conversation.interrupt();
      await talk.time.advance(60_000);
      expect(talk.ends).toHaveLength(1);
      expect(talk.count('conversations_interrupted')).toBe(1);
      expect(talk.broken()).toEqual([]);
    },
  );
});

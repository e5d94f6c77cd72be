import { describe, expect, it } from 'vitest';
import { CognigyDialect } from '../../src/mock/dialects/cognigy-dialect.ts';
import { drawTurn } from '../../src/mock/faults/turn-chance.ts';
import { type MockInput, type MockOptions, parseMockOptions } from '../../src/mock/mock-options.ts';
import { MockTally } from '../../src/mock/server/mock-stats.ts';
import { type TurnAct, turnScript } from '../../src/mock/server/turn-script.ts';

const dialectFor = (options: MockOptions) => new CognigyDialect(options, new MockTally().counters);

const TWO = [
  { text: 'One. Two!', data: { a: 1 } },
  { text: 'Three', data: null },
];

function script(input: MockInput, replies = TWO, sessionId = 's', number = 1): TurnAct[] {
  const options = parseMockOptions({ delay: '400ms', gap: '100ms', chunkGap: '40ms', ...input });
  return turnScript(
    { options, dialect: dialectFor(options), chance: drawTurn(options, sessionId, number), traceId: 'trace' },
    () => ({ replies }),
  );
}

/** A script as words: the role of each message, with the waits above zero. */
const outline = (acts: TurnAct[]) =>
  acts.map(({ afterMs, does }) => `${afterMs > 0 ? `${afterMs} ` : ''}${typeof does === 'string' ? does : does.role}`);

describe('the script of a turn', () => {
  it.each<[MockInput, string[]]>([
    [{}, ['typing', '400 nothing', 'output', '100 output', 'typing', 'final-ping']],
    [{ typing: false }, ['400 nothing', 'output', '100 output', 'final-ping']],
    [{ typing: false, finalPing: 'none' }, ['400 nothing', 'output', '100 output']],
    [{ typing: false, finalPing: 'before-last-output' }, ['400 nothing', 'output', 'final-ping', '100 output']],
    [{ typing: false, finalPing: 'duplicated' }, ['400 nothing', 'output', '100 output', 'final-ping', 'final-ping']],
    [{ typing: false, outputs: 0 }, ['400 nothing', 'final-ping']],
    [{ typing: false, outputs: 1 }, ['400 nothing', 'output', 'final-ping']],
    [{ typing: false, outputs: 3 }, ['400 nothing', 'output', '100 output', '100 output', 'final-ping']],
    [
      { typing: false, stream: true },
      ['400 nothing', 'output', '40 output', '40 marker', '100 output', '40 marker', 'final-ping'],
    ],
    [{ faults: { mute: 1 } }, ['400 nothing']],
    [{ faults: { exception: 1 } }, ['400 nothing', 'exception']],
    [{ typing: false, faults: { errorOutput: 1 } }, ['400 nothing', 'error-output', 'final-ping']],
    [{ typing: false, faults: { drop: 1 } }, ['400 nothing', 'cut', 'output', '100 output', 'final-ping']],
  ])('with %j', (input, expected) => {
    expect(outline(script(input))).toEqual(expected);
  });

  it('sends the final ping in each form with its type', () => {
    const pings = (input: MockInput) =>
      script(input)
        .map(({ does }) => does)
        .filter((does) => typeof does === 'object' && does.role === 'final-ping')
        .map((does) => does as { event: string; payload: object });
    expect(pings({ finalPing: 'duplicated', finalPingType: 'cognigyStopFlow' })).toEqual([
      { role: 'final-ping', event: 'finalPing', payload: { type: 'cognigyStopFlow' } },
      { role: 'final-ping', event: 'output', payload: { type: 'finalPing', data: { type: 'cognigyStopFlow' } } },
    ]);
    expect(pings({ faults: { errorOutput: 1 } })[0]!.payload).toEqual({ type: 'error' });
    expect(pings({ faults: { errorOutput: 1 }, finalPing: 'none' })).toEqual([]);
  });

  it('uses one message id per streamed reply and ends each with an empty marker', () => {
    const datas = script({ stream: true, typing: false, finalPing: 'none' })
      .slice(1)
      .map(({ does }) => (does as { payload: { data: { text: string; data: unknown } } }).payload.data);
    expect(datas.map(({ text, data }) => [text, data])).toEqual([
      ['One. ', { a: 1, _cognigy: { _messageId: 'trace-0' } }],
      ['Two!', { _cognigy: { _messageId: 'trace-0' } }],
      ['', { _cognigy: { _messageId: 'trace-0', _finishReason: 'stop' } }],
      ['Three', { _cognigy: { _messageId: 'trace-1' } }],
      ['', { _cognigy: { _messageId: 'trace-1', _finishReason: 'stop' } }],
    ]);
  });

  it('does not ask the bot if a fault replaces its answer', () => {
    const options = parseMockOptions({ faults: { mute: 1 } });
    const asked = () => {
      throw new Error('the bot was asked');
    };
    expect(
      turnScript({ options, dialect: dialectFor(options), chance: drawTurn(options, 's', 1), traceId: 'trace' }, asked),
    ).toHaveLength(1);
  });
});

describe('the random draws of a turn', () => {
  const options = parseMockOptions({ seed: 7 });
  const thinking = (sessionId: string, number: number, o = options) => drawTurn(o, sessionId, number).thinkMs;

  it('depend only on seed, session and number', () => {
    expect(thinking('a', 1)).toBe(thinking('a', 1));
    const others = [thinking('b', 1), thinking('a', 2), thinking('a', 1, parseMockOptions({ seed: 8 }))];
    expect(new Set([...others, thinking('a', 1)]).size).toBe(4);
  });

  it('have about the configured share of faults, independent of other draws', () => {
    const faulty = parseMockOptions({ seed: 7, faults: { mute: 0.2 } });
    const turns = Array.from({ length: 2000 }, (_, n) => drawTurn(faulty, 'a', n));
    const muted = turns.filter((turn) => turn.fault === 'mute').length;
    // Binomial with 2,000 trials: 400 ± 4 standard deviations of 18.
    expect(Math.abs(muted - 400)).toBeLessThan(72);
    expect(turns.map((turn) => turn.thinkMs)).toEqual(turns.map((_, n) => thinking('a', n)));
  });

  it('have the configured median', () => {
    const sorted = Array.from({ length: 2001 }, (_, n) => thinking(`s${n}`, 1)).sort((a, b) => a - b);
    expect(Math.abs(sorted[1000]! - 400)).toBeLessThan(400 * 0.05);
  });
});

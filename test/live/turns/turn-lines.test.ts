import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { turnLineSchema, turnsJsonSchema } from '../../../src/live/turn-line-schema.ts';
import { TurnLines } from '../../../src/live/turn-lines.ts';
import { type StreamedTurn, TurnBatchBuilder } from '../../../src/measure/turns/turn-batch.ts';
import { rememberSecret, shortHash } from '../../../src/platform/redact.ts';
import type { TimeRange } from '../../../src/platform/time/time-range.ts';
import { expectGolden } from '../../support/golden.ts';
import { recorderOf } from '../../support/sample-run.ts';
import { streamedTurn } from '../../support/streamed-turn.ts';

const { table } = recorderOf();
const ALL: readonly TimeRange[] = [{ fromMs: 0, toMs: Number.POSITIVE_INFINITY }];
const ajv = new Ajv2020({ allErrors: true, formats: { 'date-time': true } });
const validate = ajv.compile(turnsJsonSchema());

/** The lines of turns, as JSON and as text. */
function linesOf(turns: readonly Partial<StreamedTurn>[], { keepTexts = false, windows = ALL } = {}) {
  const lines = new TurnLines({ startUs: 50_000, table, windows, keepTexts });
  const batch = new TurnBatchBuilder();
  for (const turn of turns) batch.add(streamedTurn(table, turn));
  const text = lines.of(batch.takeOut());
  const parsed = text
    .split('\n')
    .slice(0, -1)
    .map((line) => turnLineSchema.parse(JSON.parse(line)));
  for (const line of parsed) expect([line.type, validate(line), validate.errors]).toEqual(['turn', true, null]);
  return { text, lines: parsed };
}

describe('the line of a turn', () => {
  it('contains everything about it, times since the start of the load, texts hashed', () => {
    const { text, lines } = linesOf([{}]);
    expect(text.endsWith('}\n')).toBe(true);
    expect(lines).toEqual([
      {
        type: 'turn',
        target: 'eu',
        conversation: 'book a table',
        step: 'hello',
        outcome: 'completed',
        endedBy: 'final-ping',
        measured: true,
        number: 12,
        vu: 3,
        sessionId: 'plv-test-c12',
        index: 0,
        intendedMs: 40,
        sentMs: [50, 50.01],
        endedMs: [149.8, 150],
        firstOutputMs: [49.79, 50],
        turnMs: [99.79, 100],
        utterance: { length: 5, hash: shortHash('hello', 8) },
        replies: [{ arrivedMs: 100, length: 8, hash: shortHash('hi there', 8) }],
        traceId: 'trace-1',
      },
    ]);
    expect(text).not.toMatch(/hi there|"hello",.*hello/);
  });

  it('contains texts with --keep-texts, and failures, which may quote them', () => {
    const failure = 'hello: expected a reply that contains "table", got "hi there"';
    const { outcome, label } = table.conversation(0, 0).steps[1]!;
    const mismatched = { counted: outcome.mismatched, label, failure, replies: [] };
    expect(linesOf([{}, mismatched], { keepTexts: true }).lines).toMatchObject([
      { utterance: { length: 5, text: 'hello' }, replies: [{ length: 8, text: 'hi there' }] },
      { step: 'party size', outcome: 'mismatched', failure, firstOutputMs: null, replies: [] },
    ]);
    expect(linesOf([mismatched]).text).not.toContain('expected');
  });

  it('hides secrets everywhere, also those that JSON escapes', () => {
    rememberSecret('to"ken\\4711');
    const secret = 'it is to"ken\\4711!';
    const turn = { sessionId: 'to"ken\\4711-c1', utterance: secret, traceId: secret, failure: secret };
    const reply = { first: { loUs: 149_800, hiUs: 150_000 }, text: secret };
    for (const keepTexts of [true, false]) {
      const { text, lines } = linesOf([{ ...turn, replies: [reply] }], { keepTexts });
      expect(text).not.toMatch(/ken.{1,4}4711/);
      expect(JSON.stringify(lines)).toContain(`…${shortHash('to"ken\\4711')}`);
    }
    expect(linesOf([{ ...turn, replies: [reply] }], { keepTexts: true }).lines[0]).toMatchObject({
      utterance: { text: `it is …${shortHash('to"ken\\4711')}!` },
      failure: `it is …${shortHash('to"ken\\4711')}!`,
    });
  });

  it.each([
    [49, false],
    [50, true],
    [149.999, true],
    [150, false],
  ])('determines by its due time whether it is measured: %d ms', (dueMs, measured) => {
    const windows = [
      { fromMs: 0, toMs: 10 },
      { fromMs: 50, toMs: 150 },
    ];
    const { lines } = linesOf([{ intendedUs: 50_000 + dueMs * 1000 }], { windows });
    expect(lines).toMatchObject([{ measured }]);
  });

  it('never has a time before the start, or a negative duration', () => {
    const early = { loUs: 49_000, hiUs: 50_100 };
    const { lines } = linesOf([
      { intendedUs: 49_000, sent: { loUs: 49_000, hiUs: 50_200 }, replies: [{ first: early, text: '' }] },
    ]);
    expect(lines).toMatchObject([{ intendedMs: 0, sentMs: [0, 0.2], firstOutputMs: [0, 1.1] }]);
  });

  it('counts the omitted replies of a turn with very many', () => {
    const reply = { first: { loUs: 150_000, hiUs: 150_000 }, text: 'x' };
    const { lines } = linesOf([{ replies: Array.from({ length: 60 }, () => reply) }]);
    expect(lines).toMatchObject([{ moreReplies: 10, replies: { length: 50 } }]);
  });
});

describe('the schema of the lines', () => {
  it('is the committed one', () => {
    expectGolden('../../scenarios/turns.schema.json', `${JSON.stringify(turnsJsonSchema(), null, 2)}\n`);
  });

  it('rejects an invalid line', () => {
    expect(validate({ type: 'turn' })).toBe(false);
    expect(validate({ ...linesOf([{}]).lines[0], sentMs: [1] })).toBe(false);
    expect(validate({ type: 'end', turns: -1, lost: 0 })).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { brokenInvariants } from '../../src/measure/invariants.ts';
import { appendConversation, recorderOf, SHAPE } from '../support/sample-run.ts';

const TURN = { atMs: 100, firstOutputUs: 300_000, turnUs: 310_000 };

function soundRun() {
  const run = recorderOf();
  for (const outcome of ['completed', 'timed-out', 'interrupted'] as const)
    appendConversation(run.recorder, run.table, [
      { ...TURN, step: 0, outcome: 'completed' },
      { ...TURN, step: 1, outcome },
    ]);
  return { ...run, series: run.table.conversation(0, 0) };
}

describe('the invariants', () => {
  it('hold for a valid run', () => {
    expect(brokenInvariants(soundRun().recorder.readings(), SHAPE)).toEqual([]);
  });

  it.each([
    ['conversations_due', /^conversations_due 4 is not conversations_started 3/],
    ['conversations_failed', /^conversations_started 3 is not .* = 4 \(eu, book a table\)/],
    ['inputs_sent', /^inputs_sent 7 is not .* = 6/],
    ['outputs', /^outputs 5 is not outputs_attributed 4/],
    ['outputs_late', /^outputs 4 is not .* outputs_late 1 .* = 5/],
  ] as const)('detect one %s too many', (counter, words) => {
    const { recorder, series } = soundRun();
    recorder.append(series.counters[counter], 0, 1, 0);
    expect(brokenInvariants(recorder.readings(), SHAPE)).toEqual([expect.stringMatching(words)]);
  });

  it('detect a turn measured twice, and one not measured', () => {
    const { recorder, series } = soundRun();
    recorder.append(series.steps[0]!.firstOutput, 0, 1, 1);
    recorder.append(series.steps[1]!.outcome.completed, 0, 1, 0);
    recorder.append(series.counters.inputs_sent, 0, 1, 0);
    expect(brokenInvariants(recorder.readings(), SHAPE)).toEqual([
      'first_output: 4 with and 0 without a value are not 3 turns (eu, book a table, hello)',
      'first_output: 1 with and 2 without a value are not 4 turns (eu, book a table, party size)',
      'turn: 1 with and 2 without a value are not 4 turns (eu, book a table, party size)',
      'turn_intended: 1 with and 2 without a value are not 4 turns (eu, book a table, party size)',
    ]);
  });
});

import type { ExemplarConversation } from '../../src/measure/exemplars.ts';
import { buildReport } from '../../src/report/build-report.ts';
import type { Report } from '../../src/report/report.ts';
import { parseThreshold } from '../../src/verdict/parse-threshold.ts';
import { errorCause } from './errors.ts';
import { sampleFacts } from './sample-report.ts';
import { appendConversation, recorderOf } from './sample-run.ts';

/** The key of the failure. */
export const SESSION = 'plv-7f3a-c31';
export const TRACE = 'endpoint-realtimeClient-b5e09b11-0a9f-4eff-8d6a-34b3cf540c5a';
export const EXAMPLE = 'expected a reply that contains "table", got 77 characters (#a2953d36)';

/** A run whose turns all fail the check of the second step; its only conversation with or without texts. */
export function mismatchedReport(keepTexts = false): Report {
  const { table, recorder } = recorderOf();
  recorder.observeActiveVus(0, 10);
  for (let number = 0; number < 200; number++)
    appendConversation(recorder, table, [
      { step: 0, atMs: number * 100, outcome: 'completed', firstOutputUs: 100_000, turnUs: 110_000 },
      { step: 1, atMs: number * 100 + 2000, outcome: 'mismatched', firstOutputUs: 200_000, turnUs: 210_000 },
    ]);
  recorder.observeActiveVus(22_000, 0);
  const cause = errorCause({
    count: 200,
    firstMs: 2000,
    lastMs: 21_900,
    check: 'a reply that contains "table"',
    difference: 'text-differs',
    sessionId: SESSION,
    traceId: TRACE,
    example: EXAMPLE,
  });
  const { causes, ...entry } = {
    target: 'eu',
    class: 'mismatched',
    count: 200,
    firstMs: 2000,
    lastMs: 21_900,
    causes: [cause],
  };
  return buildReport(
    recorder.measurements(),
    sampleFacts({
      thresholds: ['first_output p(95) < 1500ms', 'turn_failure < 1%', 'turns_timed_out == 0'].map(parseThreshold),
      errors: [{ ...entry, example: `party size: ${EXAMPLE}`, causes }],
      exemplars: { slowest: [conversation(keepTexts)], random: [] },
    }),
  );
}

function conversation(keepTexts: boolean): ExemplarConversation {
  const said = (text: string, template?: string) =>
    keepTexts
      ? { length: text.length, text }
      : { length: text.length, hash: 'a2953d36', ...(template !== undefined && { template }) };
  const turn = { endedBy: 'final-ping', intendedMs: 100, sentMs: 100, endedMs: 210, traceId: TRACE };
  return {
    target: 'eu',
    conversation: 'book a table',
    number: 31,
    vu: 1,
    sessionId: SESSION,
    outcome: 'failed',
    startedMs: 50,
    longestTurnMs: 210,
    turns: [
      {
        ...turn,
        step: 'hello',
        outcome: 'completed',
        utterance: said('hello', 'hello'),
        replies: [{ arrivedMs: 200, ...said('Good day, what can I do for you?') }],
      },
      {
        ...turn,
        step: 'party size',
        outcome: 'mismatched',
        utterance: said('a table for four', 'a table for {{guests}}'),
        replies: [{ arrivedMs: 205, ...said('We are closed.') }],
        failure: EXAMPLE,
      },
    ],
  };
}

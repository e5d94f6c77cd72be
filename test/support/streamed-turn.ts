import type { SeriesTable } from '../../src/measure/series.ts';
import type { StreamedTurn } from '../../src/measure/turns/turn-batch.ts';

/** A turn of the first step as a load thread hands it over: due at 90 ms, sent at 100, answered at 150, ended at 200. */
export function streamedTurn(table: SeriesTable, overrides: Partial<StreamedTurn> = {}): StreamedTurn {
  const series = table.conversation(0, 0);
  return {
    counted: series.steps[0]!.outcome.completed,
    label: series.steps[0]!.label,
    endedBy: series.endedBy['final-ping'],
    number: 12,
    vu: 3,
    index: 0,
    intendedUs: 90_000,
    sent: { loUs: 100_000, hiUs: 100_010 },
    ended: { loUs: 199_800, hiUs: 200_000 },
    sessionId: 'plv-test-c12',
    utterance: 'hello',
    traceId: 'trace-1',
    failure: undefined,
    replies: [{ first: { loUs: 149_800, hiUs: 150_000 }, text: 'hi there' }],
    moreReplies: 0,
    ...overrides,
  };
}

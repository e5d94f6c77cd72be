import { describe, expect, it } from 'vitest';
import { type ProgressFacts, progressLine, progressOf } from '../../src/live/progress-line.ts';
import { ProgressWriter } from '../../src/live/progress-writer.ts';
import { appendConversation, recorderOf } from '../support/sample-run.ts';

const CLEAR = '\r\u001b[2K';

function factsAt(elapsedMs: number, turns: number, overrides: Partial<ProgressFacts> = {}): ProgressFacts {
  const { table, recorder } = recorderOf();
  for (let number = 0; number < turns; number++)
    appendConversation(recorder, table, [
      { step: 0, atMs: 0, outcome: 'completed', firstOutputUs: 812_000, turnUs: 900_000 },
    ]);
  return { ...progressOf(recorder.readings(), { elapsedMs, totalMs: 150_000, activeVus: 50 }), ...overrides };
}

describe('the progress line', () => {
  it('shows the progress of the run and its results', () => {
    expect(progressLine(factsAt(42_000, 20), 48.24)).toBe(
      '0:42/2:30  50 VUs  20 conv.  48.2 turns/s  first_output p95 812 ms  0 failures',
    );
  });

  it('counts every kind of failure', () => {
    const { table, recorder } = recorderOf();
    const series = table.conversation(0, 0);
    appendConversation(recorder, table, [
      { step: 0, atMs: 0, outcome: 'timed-out', firstOutputUs: 0, turnUs: 30_000_000 },
    ]);
    recorder.append(series.connectsFailed.refused!, 0, 2, 0);
    recorder.append(series.disconnects['transport-close']!, 0, 1, 0);
    const facts = progressOf(recorder.readings(), { elapsedMs: 0, totalMs: undefined, activeVus: 1 });
    expect(progressLine(facts, 0)).toBe('0:00 1 VU 0 conv., 1 failed 0.0 turns/s first_output p95 > 30.0 s 4 failures');
  });

  it('fits 80 columns in the longest runs, with every number', () => {
    const long = factsAt(86_399_000, 1, {
      totalMs: 86_400_000,
      activeVus: 20_000,
      conversationsCompleted: 12_345_678,
      conversationsFailed: 1_234_567,
      failures: 999_499,
    });
    const line = progressLine({ ...long, firstOutput: factsAt(0, 1).firstOutput }, 99_999);
    expect(line.length).toBeLessThanOrEqual(80);
    expect(line).toBe('23h59m/24h00m 20k VUs 12M conv., 1.2M failed 100k/s p95 812 ms 999k failures');
  });
});

describe('the progress writer', () => {
  function writer(options: { isTty: boolean; quiet?: boolean }) {
    const written: string[] = [];
    return { written, progress: new ProgressWriter({ quiet: false, ...options, write: (text) => written.push(text) }) };
  }

  it('updates one line on a terminal, with the rate since the last update', () => {
    const { written, progress } = writer({ isTty: true });
    progress.update(factsAt(1000, 10));
    progress.update(factsAt(3000, 50));
    progress.end();
    expect(written).toHaveLength(3);
    expect(written[1]).toContain(`${CLEAR}0:03/2:30`);
    expect(written[1]).toContain('20.0 turns/s');
    expect(written[2]).toBe('\n');
  });

  it('writes a plain line every ten seconds elsewhere', () => {
    const { written, progress } = writer({ isTty: false });
    for (let second = 0; second <= 31; second++) progress.update(factsAt(second * 1000 + 5, second));
    progress.end();
    expect(written.map((line) => line.slice(0, 9))).toEqual(['0:10/2:30', '0:20/2:30', '0:30/2:30']);
    expect(written.every((line) => line.endsWith('\n') && !line.includes('\u001b'))).toBe(true);
  });

  it('with --quiet writes only messages', () => {
    const { written, progress } = writer({ isTty: true, quiet: true });
    progress.update(factsAt(1000, 10));
    progress.message('careful');
    progress.end();
    expect(written).toEqual(['careful\n']);
  });

  it('writes messages above the updating line', () => {
    const { written, progress } = writer({ isTty: true });
    progress.message('before');
    progress.update(factsAt(1000, 10));
    progress.message('careful');
    expect(written[0]).toBe('before\n');
    expect(written[2]).toContain(`${CLEAR}careful\n0:01/2:30`);
  });
});

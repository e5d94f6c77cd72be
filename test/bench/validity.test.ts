import { expect, it } from 'vitest';
import { busyWith, EXPLANATION, judgedRun } from '../support/judged-run.ts';
import { keepBusy } from '../support/keep-busy.ts';

// Another process on the same cores may disturb one attempt, but not three.
it('a run with late inputs is invalid, with the reason', { retry: 2 }, async () => {
  const { verdict } = await judgedRun({
    options: { vus: 120, duration: 900 },
    steps: [{ think: { kind: 'constant', ms: 20 } }],
    executor: busyWith(() => void keepBusy(60), 70),
  });
  expect([verdict.status, verdict.exitCode]).toEqual(['invalid', 112]);
  expect(verdict.reasons).toContainEqual({
    kind: 'invalid',
    text: expect.stringMatching(
      new RegExp(
        `^inputs were sent late \\(send_lag p99 .*, limit 20.0 ms\\), mean .* = .*: the actual load was lower than planned; ${EXPLANATION}$`,
      ),
    ),
  });
});

import { buildReport } from '../../src/report/build-report.ts';
import type { Report } from '../../src/report/report.ts';
import { errorCause, errorEntry } from './errors.ts';
import { sampleFacts, sampleMeasurements } from './sample-report.ts';

/** Text from a scenario or from an endpoint can occur in these places. */
export function hostileReport(text: string): Report {
  const shape = {
    targets: ['eu'],
    conversations: [{ name: text, steps: [text, `${text} (2)`] }],
    failureClasses: ['refused'],
  };
  const facts = sampleFacts({
    errors: [
      errorEntry({
        example: text,
        causes: [errorCause({ conversation: text, step: text, sessionId: text, traceId: text, example: text })],
      }),
    ],
    endings: [{ exit: 'incomplete', text }],
    notes: [text],
  });
  const report = buildReport(sampleMeasurements(80, shape), {
    ...facts,
    run: { ...facts.run, name: text, tags: { team: text } },
    targets: [{ name: 'eu', address: text }],
    load: { ...facts.load, description: text },
  });
  const threshold = {
    expression: `turn{step="${text}"} p95 < 1s`,
    state: 'fail' as const,
    unit: 'ms' as const,
    limit: 1000,
    actual: 2000,
    samples: 80,
    text: `2.00 s (${text})`,
  };
  const checks = [{ target: 'eu', conversation: text, step: text, passed: 1, failed: 2 }];
  return { ...report, thresholds: [threshold], checks };
}

import { expect, it } from 'vitest';
import type { ErrorEntry } from '../../src/measure/error-log.ts';
import type { RunShape } from '../../src/measure/shape/run-shape.ts';
import { buildReport } from '../../src/report/build-report.ts';
import { scenarioFacts } from '../../src/report/scenario-facts.ts';
import type { Capture, Expectation } from '../../src/scenario/scenario.ts';
import { conversationOf, sayStep } from '../support/drive-machine.ts';
import { errorCause, errorEntry } from '../support/errors.ts';
import { sampleFacts } from '../support/sample-report.ts';
import { appendConversation, recorderOf, SHAPE } from '../support/sample-run.ts';

const PATH = { path: '$.data.day', expected: { kind: 'exists', exists: true } } as const;
const day = (otherwise?: string): Capture => ({
  name: 'day',
  from: { kind: 'jsonpath', path: '$.data.day' },
  otherwise,
});

/** What steps expect, by what they are called here. */
const STEPS: Readonly<Record<string, { expect?: Expectation; captures?: readonly Capture[] }>> = {
  replies: { expect: { replies: 0 } },
  text: { expect: { text: { of: 'any', matcher: { contains: 'day' } } } },
  jsonpath: { expect: { jsonpath: [PATH] } },
  'quick replies': { expect: { quickReplies: ['Monday'] } },
  source: { expect: { source: 'agent' } },
  'a capture': { captures: [day()] },
  'a capture that may fail': { captures: [day('Monday')] },
  objectives: { expect: { firstOutputMs: 100, turnMs: 200 } },
  nothing: {},
};

/** Two conversations: the first does well, in the second the last turn is of the given step and outcome. */
function reportOf(
  lastOutcome: 'mismatched' | 'timed-out',
  errors: readonly ErrorEntry[] = [],
  series?: RunShape['series'],
) {
  const labels = Object.keys(STEPS);
  const shape: RunShape = { ...SHAPE, conversations: [{ name: 'talk', steps: labels }], series };
  const { table, recorder } = recorderOf(shape);
  const turn = { atMs: 0, outcome: 'completed', firstOutputUs: 5, turnUs: 6 } as const;
  const well = labels.map((_, step) => ({ ...turn, step }));
  appendConversation(recorder, table, well);
  appendConversation(recorder, table, [...well.slice(0, 2), { ...turn, step: 2, outcome: lastOutcome }]);
  const steps = Object.entries(STEPS).map(([label, parts]) => sayStep({ label, ...parts }));
  const facts = sampleFacts();
  const scenario = scenarioFacts({ ...facts.scenario, conversations: [conversationOf('talk', steps)] });
  return buildReport(recorder.measurements(), { ...facts, scenario, errors });
}

const checksOf = (lastOutcome: 'mismatched' | 'timed-out') => reportOf(lastOutcome).checks;

it('counts passes and failures for every step with checks', () => {
  expect(checksOf('mismatched').map(({ step, passed, failed }) => [step, passed, failed])).toEqual([
    ['replies', 2, 0],
    ['text', 2, 0],
    ['jsonpath', 1, 1],
    ['quick replies', 1, 0],
    ['source', 1, 0],
    ['a capture', 1, 0],
  ]);
});

it('counts a turn that failed before its checks on neither side', () => {
  expect(checksOf('timed-out').find(({ step }) => step === 'jsonpath')).toMatchObject({ passed: 1, failed: 0 });
});

it('shows the expected and actual reply of the first failure', () => {
  const example = `expected a reply that contains "day", got "night"`;
  const causes = [
    errorCause({ conversation: 'talk', step: 'jsonpath', firstMs: 9, example: 'a later one' }),
    errorCause({ conversation: 'talk', step: 'jsonpath', firstMs: 1, example }),
    errorCause({ conversation: 'other', step: 'text', example: 'of another conversation' }),
  ];
  const error = errorEntry({ class: 'mismatched', count: 3, causes });
  const report = reportOf('mismatched', [error]);
  const failures = report.checks.map(({ step, failure }) => [step, failure]);
  expect(failures.filter(([, failure]) => failure !== undefined)).toEqual([['jsonpath', example]]);
});

it('counts them by conversation or target if steps are not measured', () => {
  const cause = errorCause({ conversation: 'talk', step: 'jsonpath', example: 'expected a day' });
  const errors = [errorEntry({ target: 'eu', class: 'mismatched', causes: [cause] })];
  const checks = (series: RunShape['series']) => reportOf('mismatched', errors, series).checks;
  const row = { target: 'eu', passed: 11, failed: 1, failure: 'expected a day' };
  expect(checks('conversations')).toEqual([{ ...row, conversation: 'talk' }]);
  expect(checks('none')).toEqual([row]);
});

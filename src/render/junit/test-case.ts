import { type Xml, xmlElement } from './xml.ts';

/**
 * The result of a test case.
 *
 * - failure: it was judged and not met
 * - error: it could not be judged: no data, too few turns, wide measurement bounds, an incomplete or invalid run. The test
 *   must be fixed, not the endpoint
 * - skipped: there was nothing to judge, or the result is inconclusive
 */
export interface TestOutcome {
  readonly kind: 'passed' | 'failure' | 'error' | 'skipped';
  /** Kind of failure or error: the state of a threshold, the status of a verdict. */
  readonly type?: string;
  readonly message?: string;
  /** Details, line by line. */
  readonly text?: string;
}

export interface TestCase {
  readonly name: string;
  /** Class name, which readers use for grouping; dots separate packages. */
  readonly className: string;
  /** Only the verdict has one, that of the run: readers add the times up. Default 0. */
  readonly durationMs?: number;
  readonly outcome: TestOutcome;
}

export function testCase({ name, className, durationMs = 0, outcome }: TestCase): Xml {
  const attributes = { name, classname: className, time: secondsOf(durationMs) };
  return xmlElement('testcase', attributes, outcome.kind === 'passed' ? [] : [outcomeElement(outcome)]);
}

function outcomeElement({ kind, type, message, text }: TestOutcome): Xml {
  if (kind === 'skipped') return xmlElement('skipped', { message });
  return xmlElement(kind, { message, type: type ?? kind }, text);
}

/** Jenkins accepts at most three decimals. */
export function secondsOf(ms: number): string {
  return (ms / 1000).toFixed(3);
}

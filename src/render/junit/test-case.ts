import { element, type Xml } from './xml.ts';

/**
 * What became of a test case.
 *
 * - failure: it was judged, and what was asked for did not hold
 * - error: it could not be judged: no data, too few turns, a generator too coarse, a run that is incomplete or invalid. The
 *   endpoint may be as good as ever; what must be mended is the test
 * - skipped: there was nothing to judge, or what was found says neither the one nor the other
 */
export interface TestOutcome {
  readonly kind: 'passed' | 'failure' | 'error' | 'skipped';
  /** Which failure or error, in a word: the state of a threshold, the status of a verdict. */
  readonly type?: string;
  readonly message?: string;
  /** All that is known, line by line. */
  readonly text?: string;
}

export interface TestCase {
  readonly name: string;
  /** In readers that sort by class; dots part it into packages. */
  readonly className: string;
  /** What it says depends on the case; 0 where nothing lasts. */
  readonly durationMs: number;
  readonly outcome: TestOutcome;
}

export function testCase({ name, className, durationMs, outcome }: TestCase): Xml {
  const attributes = { name, classname: className, time: secondsOf(durationMs) };
  return element('testcase', attributes, outcome.kind === 'passed' ? [] : [outcomeElement(outcome)]);
}

function outcomeElement({ kind, type, message, text }: TestOutcome): Xml {
  if (kind === 'skipped') return element('skipped', { message });
  return element(kind, { message, type: type ?? kind }, text);
}

/** Jenkins takes three digits after the point and no more. */
export function secondsOf(ms: number): string {
  return (ms / 1000).toFixed(3);
}

import type { RunShape } from '../measure/shape/run-shape.ts';
import { checkThresholds } from '../verdict/check-thresholds.ts';
import { parseStopOnRule } from '../verdict/stop-on/parse-stop-on-rule.ts';
import type { StopOnRule } from '../verdict/stop-on/stop-on-rule.ts';

/** Rules that end a run early, in addition to thresholds with `abort`. */
export interface StopOn {
  /** Whether the circuit breaker is active (see connect-breaker.ts). */
  readonly breaker: boolean;
  readonly rules: readonly StopOnRule[];
}

/** For runs that something else ends. */
export const NEVER_STOP: StopOn = { breaker: false, rules: [] };

const OFF: readonly string[] = ['off', 'none'];

/** Reads --stop-on: rules are added to the circuit breaker, `off` disables that. KnownError for an invalid rule. */
export function resolveStopOn(texts: readonly string[] = []): StopOn {
  const isOff = (text: string) => OFF.includes(text.trim().toLowerCase());
  return { breaker: !texts.some(isOff), rules: texts.filter((text) => !isOff(text)).map(parseStopOnRule) };
}

/** KnownError (exit code 104) for rules on labels that cannot occur in the run. */
export function checkStopOn({ rules }: StopOn, shape: RunShape): void {
  checkThresholds(
    rules.map(({ condition }) => condition),
    shape,
    '--stop-on',
  );
}

/** One line per rule; empty if there is none. */
export function describeStopOn({ breaker, rules }: StopOn): readonly string[] {
  return [
    ...(breaker ? ['no connection succeeded for 30 s (disable with --stop-on off)'] : []),
    ...rules.map(({ expression }) => expression),
  ];
}

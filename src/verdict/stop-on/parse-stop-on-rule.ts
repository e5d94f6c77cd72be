import { parseDurationMs } from '../../platform/time/duration.ts';
import { parseLimit } from '../grammar/parse-limit.ts';
import { ThresholdScanner } from '../grammar/threshold-scanner.ts';
import { isCounter, unitOf } from '../metric-kind.ts';
import { parseCondition } from '../parse-threshold.ts';
import { SHARED_COUNTERS, type StopOnRule } from './stop-on-rule.ts';

const RULE = 'for example: connects_failed > 50% for 10s';
const DURATION = 'end the rule with a duration: for 10s';
const NUMBER_OR_SHARE = 'write a number or a percentage: 5, 50%';
const MIN_MS = 1000;
const MAX_MS = 3_600_000;

/**
 * Parses a rule that ends a run early:
 *
 *     rule      = condition limit "for" duration
 *     condition = metric [ labels ] [ statistic ] operator      as in thresholds (see parse-threshold.ts)
 *     limit     = as in thresholds
 *               | number "%"                                    connects_failed, turns_… and conversations_… as a share
 *     duration  = from 1s to 1h
 *
 * Throws a KnownError (exit code 104) with a caret under the wrong position.
 */
export function parseStopOnRule(text: string): StopOnRule {
  const scanner = new ThresholdScanner(text, '--stop-on');
  const condition = parseCondition(scanner, RULE);
  const canBeShare = SHARED_COUNTERS.includes(condition.metric);
  const isShare = isCounter(condition.metric) && scanner.sees(/[\d.]+\s*%/);
  if (isShare && !canBeShare)
    scanner.fail(`${condition.metric} cannot be a percentage`, 'compare it with a number: > 5');
  const limit = parseLimit(
    scanner,
    isShare ? 'share' : unitOf(condition),
    /\b(?:for|in)\b/,
    canBeShare ? NUMBER_OR_SHARE : undefined,
  );
  refuseScope(scanner);
  scanner.demand(/for\b/, 'missing duration', DURATION);
  const forMs = parseTime(scanner);
  const expression = text.trim();
  return { expression, condition: { expression, ...condition, limit }, isShare, forMs };
}

function parseTime(scanner: ThresholdScanner): number {
  const at = scanner.at;
  const text = scanner.until(/\bin\b/);
  refuseScope(scanner);
  if (text === '') scanner.fail('missing duration', DURATION, at);
  const forMs = parseDurationMs(text);
  if (forMs === undefined) scanner.fail(`${text} is not a duration`, DURATION, at);
  if (forMs < MIN_MS || forMs > MAX_MS)
    scanner.fail(`${text} is not between 1s and 1h`, 'use a duration from 1s to 1h', at);
  return forMs;
}

/** Only a threshold has a scope. */
function refuseScope(scanner: ThresholdScanner): void {
  if (scanner.sees(/in\b/)) scanner.fail('a stop rule cannot have a scope', 'remove "in …"');
}

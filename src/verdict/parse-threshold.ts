import type { Labels } from '../measure/series.ts';
import { hintForUnknown } from '../platform/nearest-word.ts';
import { parseLimit } from './grammar/parse-limit.ts';
import { parseScope } from './grammar/parse-scope.ts';
import { ThresholdScanner } from './grammar/threshold-scanner.ts';
import { isRate, isTrend, METRIC_NAMES, unitOf } from './metric-kind.ts';
import { metricHint } from './nearest-metric.ts';
import type { Operator, Statistic, Threshold } from './threshold.ts';

const EXAMPLE = 'for example: first_output p(95) < 1500ms';
const STATISTICS = 'p(95), p95, med, mean, min, max, stddev, count';
const LABELS: readonly (keyof Labels)[] = ['target', 'conversation', 'step', 'position', 'reason', 'of', 'place'];

/**
 * Parses a threshold:
 *
 *     threshold = metric [ labels ] [ statistic ] operator limit [ scope ]
 *     metric    = a name of metrics.ts: first_output, turns_timed_out, conversation_completion, …
 *     labels    = "{" label { "," label } "}"          selects series; default all
 *     label     = name ( "=" | ":" ) value             name: target, conversation, step, position, reason, of, place
 *     value     = '"' … '"' | "'" … "'" | word         within quotes a quote of the same kind is written \" or \'
 *     statistic = "p(" number ")" | "p" number         0 < number < 100
 *               | "med" | "mean" | "avg" | "min" | "max" | "stddev" | "count" | "value"
 *     operator  = "<" | "<=" | ">" | ">=" | "==" | "!="
 *     limit     = duration                             trends (their count: number)
 *               | number                               counters
 *               | number "%" | number from 0 to 1      conversation_completion, turn_failure
 *               | number "/" ( "s" | "min" | "h" )     goodput
 *     scope     = "in" "steady"                        steady state: outside of ramps
 *               | "in" share "of" "windows"            this share of the 10 s windows, each judged separately
 *     share     = number "%" | number above 0, up to 1
 *
 * A trend needs a statistic; that of a counter is `count`, that of a rate `value`. Throws a KnownError (exit code 104) with a
 * caret under the wrong position.
 */
export function parseThreshold(expression: string): Threshold {
  const scanner = new ThresholdScanner(expression);
  const condition = parseCondition(scanner);
  const limit = parseLimit(scanner, unitOf(condition));
  const scope = parseScope(scanner);
  return { expression: expression.trim(), ...condition, limit, ...(scope && { scope }) };
}

/** The part before the limit: metric, labels, statistic, operator. `example`: a whole expression, for messages. */
export function parseCondition(
  scanner: ThresholdScanner,
  example = EXAMPLE,
): Pick<Threshold, 'metric' | 'labels' | 'statistic' | 'operator'> {
  const metric = parseMetric(scanner, example);
  const labels = parseLabels(scanner);
  const statistic = parseStatistic(scanner, metric);
  return { metric, labels, statistic, operator: parseOperator(scanner) };
}

function parseMetric(scanner: ThresholdScanner, example: string): Threshold['metric'] {
  const at = scanner.at;
  const [name] = scanner.demand(/[A-Za-z_][\w.]*/, 'missing metric', example);
  if (!METRIC_NAMES.includes(name)) scanner.fail(`there is no metric ${name}`, metricHint(name, METRIC_NAMES), at);
  return name as Threshold['metric'];
}

function parseLabels(scanner: ThresholdScanner): Record<string, string> {
  const labels: Record<string, string> = {};
  if (!scanner.take(/\{/)) return labels;
  do {
    const at = scanner.at;
    const [name] = scanner.demand(/\w+/, 'missing label name', 'for example: {step="hello"}');
    if (!LABELS.includes(name as keyof Labels))
      scanner.fail(`there is no label ${name}`, hintForUnknown(name, LABELS), at);
    if (Object.hasOwn(labels, name)) scanner.fail(`duplicate label ${name}`, 'remove one of them', at);
    scanner.demand(/[=:]/, `missing value of ${name}`, `for example: {${name}="…"}`);
    const value = scanner.demand(
      /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s,{}"']+)/,
      `missing value of ${name}`,
      'put it in quotes',
    );
    labels[name] = value[3] ?? (value[1] ?? value[2]!).replace(/\\(["'\\])/g, '$1');
  } while (scanner.take(/,/));
  scanner.demand(/\}/, 'the labels are not closed', 'separate them by commas and end with }');
  return labels;
}

function parseStatistic(scanner: ThresholdScanner, metric: Threshold['metric']): Statistic {
  const at = scanner.at;
  const word = scanner.take(/p\s*\(\s*[\d.]+\s*\)|p[\d.]+|[A-Za-z]\w*/)?.[0];
  const kind = isTrend(metric) ? 'trend' : isRate(metric) ? 'rate' : 'counter';
  if (word === undefined) {
    if (kind === 'trend') scanner.fail(`${metric} needs a statistic`, `use one of ${STATISTICS}`);
    return { kind: kind === 'rate' ? 'value' : 'count' };
  }
  const statistic = readStatistic(word);
  if (!statistic) scanner.fail(`there is no statistic ${word}`, `use one of ${STATISTICS}`, at);
  if (kind === 'trend' ? statistic.kind === 'value' : statistic.kind !== (kind === 'rate' ? 'value' : 'count'))
    scanner.fail(`${metric} is a ${kind} and has no ${word}`, hintFor(kind, metric), at);
  return statistic;
}

function hintFor(kind: 'trend' | 'rate' | 'counter', metric: string): string {
  if (kind === 'trend') return `use one of ${STATISTICS}`;
  return kind === 'rate'
    ? `write it without a statistic: ${metric} > …`
    : `write it without a statistic: ${metric} == 0`;
}

function readStatistic(word: string): Statistic | undefined {
  const percentile = /^p\s*\(?\s*(\d+(?:\.\d+)?)\s*\)?$/.exec(word)?.[1];
  if (percentile !== undefined) {
    const q = Number(percentile) / 100;
    return q > 0 && q < 1 ? { kind: 'quantile', q } : undefined;
  }
  switch (word) {
    case 'med':
      return { kind: 'quantile', q: 0.5 };
    case 'avg':
    case 'mean':
      return { kind: 'mean' };
    case 'min':
    case 'max':
    case 'stddev':
    case 'count':
    case 'value':
      return { kind: word };
    default:
      return undefined;
  }
}

function parseOperator(scanner: ThresholdScanner): Operator {
  const at = scanner.at;
  const found = scanner.demand(/[<>=!]+/, 'missing operator', 'use one of <, <=, >, >=, ==, !=')[0];
  if (!/^([<>]=?|[=!]=)$/.test(found))
    scanner.fail(`${found} is not an operator`, 'use one of <, <=, >, >=, ==, !=', at);
  return found as Operator;
}

import type { EvidenceUnit } from '../../compare/evidence.ts';
import { QUANTILES, type QuantileName } from '../../measure/histogram/quantile.ts';
import { TRENDS } from '../../measure/metrics.ts';
import { KnownError } from '../../platform/known-error.ts';
import { hintForUnknown } from '../../platform/nearest-word.ts';
import { metricHint } from '../../verdict/nearest-metric.ts';
import type { Report } from '../report.ts';
import { CONNECTION_SHARES } from './connection-evidence.ts';
import type { ReportPart } from './part.ts';
import { isShare, SHARES } from './share-evidence.ts';

/** One gating metric: it can change the exit code. */
export interface Gate {
  /** The text as written. */
  readonly expression: string;
  /** Name as in a report: `turn`, `reply{position:1}`, `conversation_completion`. */
  readonly metric: string;
  readonly part: ReportPart;
  /** Undefined for shares. */
  readonly quantile: QuantileName | undefined;
}

const PART_LABELS = ['place', 'target', 'conversation', 'step'] as const;
/** Labels for which a report keeps separate trends. */
const SUBSET_LABELS = ['position', 'of'] as const;
const LABELS = [...PART_LABELS, ...SUBSET_LABELS] as readonly string[];
const NAMES = [...Object.keys(TRENDS), ...SHARES];
const STATISTICS = Object.keys(QUANTILES).map((name) => name.replace('_', '.'));
const LABEL = /^\s*(\w+)\s*[=:]\s*(?:"([^"]*)"|'([^']*)'|([^\s,{}"']+))\s*(?:,|$)/;

/** The default gates of runs with turns. */
export const DEFAULT_GATES = [
  'first_output p50',
  'first_output p95',
  'turn p50',
  'turn p95',
  'conversation_completion',
].map(parseGate);

/** Those of runs without turns. */
const CONNECTION_GATES = CONNECTION_SHARES.map(parseGate);

/**
 * Further ones with several runs per side. A report keeps no trends of connections over time, and conversations that only hold
 * a connection end together, so that blocks of time say nothing about them.
 */
const FURTHER_GATES = ['connect p50', 'connect p95', 'ready p50', 'ready p95', 'conversation_completion'].map(
  parseGate,
);

/** Whether turns can be compared: every run has some. */
export function haveTurns(runs: readonly Report[]): boolean {
  return runs.every(({ scenario }) => scenario.turns !== false);
}

/** The gates used if none are given. */
export function defaultGates(runs: readonly Report[], unit: EvidenceUnit): readonly Gate[] {
  if (haveTurns(runs)) return DEFAULT_GATES;
  return unit === 'runs' ? [...FURTHER_GATES, ...CONNECTION_GATES] : CONNECTION_GATES;
}

/**
 * Reads one gate:
 *
 *     gate      = trend [ labels ] statistic | share [ labels ]
 *     trend     = first_output | turn | … a trend of metrics.ts
 *     share     = conversation_completion | turn_failure | connects_failed | disconnects
 *     labels    = as of a threshold: {step="ask menu"}
 *     statistic = p50 | p75 | p90 | p95 | p99 | p99.9 | med, also as p(95)
 *
 * Throws a KnownError with what is wrong and the nearest valid name.
 */
export function parseGate(expression: string): Gate {
  const [, metric, inner, word] = /^\s*(\w+)\s*(?:\{(.*)\})?\s*([^{}]*?)\s*$/.exec(expression) ?? [];
  if (metric === undefined) throw badGate(expression, 'the metric is missing', 'for example: --gate "turn p95"');
  if (!NAMES.includes(metric))
    throw badGate(expression, `there is no metric ${metric} to compare`, metricHint(metric, NAMES));
  const labels = parseLabels(expression, inner ?? '');
  const part = Object.fromEntries(PART_LABELS.flatMap((name) => (name in labels ? [[name, labels[name]!]] : [])));
  const subset = SUBSET_LABELS.filter((name) => name in labels).map((name) => `{${name}:${labels[name]}}`);
  return {
    expression: expression.trim(),
    metric: `${metric}${subset.join('')}`,
    part,
    quantile: quantileOf(expression, metric, word ?? ''),
  };
}

function parseLabels(expression: string, inner: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (let left = inner; left.trim() !== ''; ) {
    const [all, name = '', ...values] = LABEL.exec(left) ?? [];
    if (all === undefined) throw badGate(expression, `invalid labels {${inner}}`, 'for example: {step="hello"}');
    if (!LABELS.includes(name)) throw badGate(expression, `there is no label ${name}`, hintForUnknown(name, LABELS));
    labels[name] = values.find((value) => value !== undefined)!;
    left = left.slice(all.length);
  }
  return labels;
}

function quantileOf(expression: string, metric: string, word: string): QuantileName | undefined {
  if (isShare(metric)) {
    if (word !== '' && word !== 'value') throw badGate(expression, `${metric} has no ${word}`, `use only ${metric}`);
    return undefined;
  }
  const wanted = word.replace(/^p\s*\(\s*([\d.]+)\s*\)$/, 'p$1').replace(/^med$/, 'p50');
  const known = STATISTICS.find((name) => name === wanted);
  if (known) return known.replace('.', '_') as QuantileName;
  const message = word === '' ? `${metric} needs a quantile` : `${word} is not compared`;
  throw badGate(expression, message, `one of ${STATISTICS.join(', ')}`);
}

function badGate(expression: string, message: string, hint: string): KnownError {
  return new KnownError(`gate ${expression.trim()}: ${message}`, { hint });
}

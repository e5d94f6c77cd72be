import { randomExponential, randomLogNormal, randomNormal } from 'd3-random';
import type { RandomStream } from './random.ts';
import { parseDurationMs } from './time/duration.ts';

/**
 * A distribution of durations, for think times and mock delays:
 *
 *     distribution = duration                        always the same
 *                  | duration ".." duration          uniform, both ends included, in order
 *                  | "normal" duration duration      mean, standard deviation; draws below zero become zero
 *                  | "lognormal" duration number     median, sigma of the logarithm (0 … 3)
 *                  | "exponential" duration          mean
 */
export type Distribution =
  | { readonly kind: 'constant'; readonly ms: number }
  | { readonly kind: 'uniform'; readonly fromMs: number; readonly toMs: number }
  | { readonly kind: 'normal'; readonly meanMs: number; readonly deviationMs: number }
  | { readonly kind: 'lognormal'; readonly medianMs: number; readonly sigma: number }
  | { readonly kind: 'exponential'; readonly meanMs: number };

/** For an error message: what `parseDistribution` accepts. */
export const DISTRIBUTION_FORMS = '2s, 2s..5s, normal 3s 1s, lognormal 3s 0.5 or exponential 3s';

/** `undefined` when `text` is none of the forms above. */
export function parseDistribution(text: string): Distribution | undefined {
  const words = text.trim().split(/\s+/);
  const [kind = '', first = '', second = ''] = words;
  const firstMs = parseDurationMs(first);
  if (words.length === 1) return parseConstantOrUniform(kind);
  if (firstMs === undefined) return undefined;
  if (kind === 'exponential' && words.length === 2) return { kind, meanMs: firstMs };
  if (words.length !== 3) return undefined;
  if (kind === 'normal') {
    const deviationMs = parseDurationMs(second);
    return deviationMs === undefined ? undefined : { kind, meanMs: firstMs, deviationMs };
  }
  const sigma = /^\d+(\.\d+)?$/.test(second) ? Number(second) : Number.NaN;
  return kind === 'lognormal' && sigma <= 3 ? { kind, medianMs: firstMs, sigma } : undefined;
}

function parseConstantOrUniform(text: string): Distribution | undefined {
  const [from = '', to, ...rest] = text.split('..');
  const fromMs = parseDurationMs(from);
  if (fromMs === undefined || rest.length > 0) return undefined;
  if (to === undefined) return { kind: 'constant', ms: fromMs };
  const toMs = parseDurationMs(to);
  return toMs === undefined || toMs < fromMs ? undefined : { kind: 'uniform', fromMs, toMs };
}

/** One draw, in milliseconds, never negative and never above an hour (a lognormal has a long tail). */
export function drawMs(distribution: Distribution, stream: RandomStream): number {
  return Math.min(MAX_DRAW_MS, Math.max(0, drawUnboundedMs(distribution, stream)));
}

const MAX_DRAW_MS = 3_600_000;

function drawUnboundedMs(distribution: Distribution, stream: RandomStream): number {
  const source = () => stream.next();
  switch (distribution.kind) {
    case 'constant':
      return distribution.ms;
    case 'uniform':
      return distribution.fromMs + (distribution.toMs - distribution.fromMs) * stream.next();
    case 'normal':
      return randomNormal.source(source)(distribution.meanMs, distribution.deviationMs)();
    case 'lognormal':
      return randomLogNormal.source(source)(Math.log(distribution.medianMs), distribution.sigma)();
    case 'exponential':
      return randomExponential.source(source)(1 / distribution.meanMs)();
  }
}

/** The median of a distribution, for estimates before the run. */
export function medianMs(distribution: Distribution): number {
  switch (distribution.kind) {
    case 'constant':
      return distribution.ms;
    case 'uniform':
      return (distribution.fromMs + distribution.toMs) / 2;
    case 'normal':
      return distribution.meanMs;
    case 'lognormal':
      return distribution.medianMs;
    case 'exponential':
      return distribution.meanMs * Math.LN2;
  }
}

/** The mean of many draws; ignores the limits at zero and one hour. */
export function meanMs(distribution: Distribution): number {
  switch (distribution.kind) {
    case 'constant':
    case 'uniform':
      return medianMs(distribution);
    case 'normal':
    case 'exponential':
      return distribution.meanMs;
    case 'lognormal':
      // exp(μ + σ² / 2), where exp(μ) is the median.
      return distribution.medianMs * Math.exp(distribution.sigma ** 2 / 2);
  }
}

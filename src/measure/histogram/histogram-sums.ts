import { LatencyHistogram } from './histogram.ts';

interface KnownSum {
  readonly parts: readonly LatencyHistogram[];
  readonly sum: LatencyHistogram;
}

/**
 * Cache of sums of histograms: with one target or one conversation, the same sum is needed for the whole run, the target and
 * the conversation.
 */
export class HistogramSums {
  /** Sums, keyed by their first part. */
  private readonly known = new Map<LatencyHistogram, KnownSum[]>();

  /**
   * The current sum of `parts`: of one part, that part itself; without parts, undefined. The next call with these parts updates
   * the returned object.
   */
  of(parts: readonly LatencyHistogram[]): LatencyHistogram | undefined {
    const [first] = parts;
    if (!first || parts.length === 1) return first;
    const entries = this.known.get(first) ?? [];
    const known = entries.find((entry) => sameParts(entry.parts, parts));
    if (known && isCurrent(known)) return known.sum;
    const sum = known?.sum ?? new LatencyHistogram();
    sum.setToSumOf(parts);
    if (!known) this.known.set(first, [...entries, { parts, sum }]);
    return sum;
  }
}

function sameParts(left: readonly LatencyHistogram[], right: readonly LatencyHistogram[]): boolean {
  return left.length === right.length && left.every((part, index) => part === right[index]);
}

/** Histograms only grow, so a sum with as many values as its parts is current. */
function isCurrent({ parts, sum }: KnownSum): boolean {
  return sum.count === parts.reduce((count, part) => count + part.count, 0);
}

import { LatencyHistogram } from './histogram.ts';

interface KnownSum {
  readonly parts: readonly LatencyHistogram[];
  readonly sum: LatencyHistogram;
}

/**
 * Sums of histograms, each made once: where a run has one target, or one conversation, the same is asked for as the whole,
 * as that target and as that conversation.
 */
export class HistogramSums {
  /** Sums, keyed by their first part. */
  private readonly known = new Map<LatencyHistogram, KnownSum[]>();

  /**
   * The sum of `parts` as they are now; of one part that part itself, undefined of none. It is brought up to date, in the same
   * object, when it is next asked for.
   */
  of(parts: readonly LatencyHistogram[]): LatencyHistogram | undefined {
    const [first] = parts;
    if (!first || parts.length === 1) return first;
    const entries = this.known.get(first) ?? [];
    const known = entries.find((entry) => sameParts(entry.parts, parts));
    if (known && isCurrent(known)) return known.sum;
    const sum = known?.sum ?? new LatencyHistogram();
    sum.becomeSumOf(parts);
    if (!known) this.known.set(first, [...entries, { parts, sum }]);
    return sum;
  }
}

function sameParts(left: readonly LatencyHistogram[], right: readonly LatencyHistogram[]): boolean {
  return left.length === right.length && left.every((part, index) => part === right[index]);
}

/** Histograms only grow: a sum that holds as many values as its parts holds the same. */
function isCurrent({ parts, sum }: KnownSum): boolean {
  return sum.count === parts.reduce((count, part) => count + part.count, 0);
}

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
  /** By the first part. */
  private readonly known = new Map<LatencyHistogram, KnownSum[]>();

  /** The sum of `parts` as they are now; of one part that part itself. Undefined of none. */
  of(parts: readonly LatencyHistogram[]): LatencyHistogram | undefined {
    const [first] = parts;
    if (!first || parts.length === 1) return first;
    const known = this.known.get(first) ?? [];
    const fresh = known.find((entry) => sameParts(entry.parts, parts) && isCurrent(entry));
    if (fresh) return fresh.sum;
    const sum = new LatencyHistogram();
    for (const part of parts) sum.add(part);
    this.known.set(first, [...known.filter((entry) => !sameParts(entry.parts, parts)), { parts, sum }]);
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

import { z } from 'zod';
import { type LabelFilter, matchesLabels } from '../../measure/label-filter.ts';
import { TURN_OUTCOMES, turnCounter } from '../../measure/metrics.ts';
import type { SeriesKey } from '../../measure/series.ts';
import { addGrains, denseGrains, GRAIN_MS, type Grains, totalOf } from './grains.ts';

const ENDED_TURNS: readonly string[] = TURN_OUTCOMES.map(turnCounter);

/** `OpenTurns` in a message: the turns by the grain of time in which they began, and the longest completed one. */
export const encodedOpenTurnsSchema = z.object({ begun: z.array(z.number()), longestUs: z.number() });
type EncodedOpenTurns = z.infer<typeof encodedOpenTurnsSchema>;

type Role = 'begun' | 'ended' | 'took';

/**
 * Turns in flight since the start of a step, including its warm-up, since a turn may hang from then on. Inputs are counted
 * by conversation, not by step.
 */
export class OpenTurns {
  private readonly roles: readonly (Role | undefined)[];
  private readonly begun: Grains = [];
  private longestUs = 0;

  /** `where`: the target and conversation. */
  constructor(keys: readonly SeriesKey[], where: LabelFilter) {
    this.roles = keys.map((key) => (matchesLabels(key.labels, where) ? roleOf(key) : undefined));
  }

  /** See `SampleSink`. */
  append(series: number, atMs: number, lo: number, hi: number): void {
    const role = this.roles[series];
    if (role === undefined) return;
    if (role === 'took') {
      this.longestUs = Math.max(this.longestUs, hi);
      return;
    }
    const at = Math.max(0, Math.floor(atMs / GRAIN_MS));
    this.begun[at] = (this.begun[at] ?? 0) + (role === 'begun' ? lo : -lo);
  }

  get count(): number {
    return totalOf(this.begun);
  }

  /** Turns that have lasted longer than any completed one. */
  stalled(nowMs: number): number {
    return this.begun.reduce<number>((sum, count = 0, at) => sum + (this.isStalled(nowMs, at) ? count : 0), 0);
  }

  /** Estimated total duration of them (or only the stalled ones), µs: their time so far, at least that of the longest turn. */
  worstUs(nowMs: number, onlyStalled: boolean): number {
    const ageUs = (at: number) => Math.max(0, nowMs - at * GRAIN_MS) * 1000;
    return this.begun.reduce<number>((sum, count = 0, at) => {
      const counts = !onlyStalled || this.isStalled(nowMs, at);
      return counts ? sum + count * Math.max(this.longestUs, ageUs(at)) : sum;
    }, 0);
  }

  encode(): EncodedOpenTurns {
    return { begun: denseGrains(this.begun), longestUs: this.longestUs };
  }

  /** Adds those of another load generator. */
  merge({ begun, longestUs }: EncodedOpenTurns): void {
    addGrains(this.begun, begun);
    this.longestUs = Math.max(this.longestUs, longestUs);
  }

  private isStalled(nowMs: number, at: number): boolean {
    return nowMs - (at + 1) * GRAIN_MS > this.longestUs / 1000;
  }
}

function roleOf({ kind, metric, labels }: SeriesKey): Role | undefined {
  if (metric === 'inputs_sent') return 'begun';
  if (ENDED_TURNS.includes(metric)) return 'ended';
  return metric === 'turn' && kind === 'trend' && labels.of === undefined ? 'took' : undefined;
}

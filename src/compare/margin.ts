import { parseDurationMs } from '../platform/time/duration.ts';

/** Equivalence margin: the larger of a share of the baseline and a time. */
export interface Margin {
  /** 0.1 is 10 %. */
  readonly relative: number;
  readonly absoluteMs: number;
}

export const DEFAULT_MARGIN: Margin = { relative: 0.1, absoluteMs: 10 };
/** Default margin of completion and failure: one percentage point. */
export const DEFAULT_SHARE_MARGIN = 0.01;

/**
 * Reads a margin; parts not given are 0. Undefined if the text is not a margin.
 *
 *     margin = percent | duration | percent "," duration
 */
export function parseMargin(text: string): Margin | undefined {
  const [, first = '', second] = /^([^,]+)(?:,(.+))?$/.exec(text.trim()) ?? [];
  const relative = parsePercent(first);
  const absoluteMs = parseDurationMs(second ?? (relative === undefined ? first : '0ms'));
  if (absoluteMs === undefined || (second !== undefined && relative === undefined)) return undefined;
  return { relative: relative ?? 0, absoluteMs };
}

/** `5%` or `0.5 %` as a share; undefined if the text is not a percentage, or above 100 %. */
export function parsePercent(text: string): number | undefined {
  const digits = /^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(text)?.[1];
  return digits !== undefined && Number(digits) <= 100 ? Number(digits) / 100 : undefined;
}

/** The margin as a share of a baseline in ms (at least 1 µs). */
export function marginShare({ relative, absoluteMs }: Margin, baseMs: number): number {
  return Math.max(relative, absoluteMs / Math.max(0.001, baseMs));
}

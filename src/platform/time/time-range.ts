/** A start and an end, ms since the start of the run; `toMs` may be Infinity. */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

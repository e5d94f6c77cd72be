import type { Counter, Trend } from '../metric-schema.ts';
import type { Report } from '../report.ts';
import type { ComparisonRow } from './comparison-schema.ts';
import { metricsAt, type ReportPart } from './part.ts';

/**
 * How interrupted turns and conversations count, whose outcome is unknown: excluded, or as failed ones, which rank above all
 * others. If both ways agree, the result is the same for every possible outcome.
 */
export type InterruptedAs = 'omitted' | 'failed';

/** Conversations interrupted between two turns had not failed, and are no evidence about completion. */
const BETWEEN_TURNS = 'between-turns';

/** Interrupted turns that have no value of a trend. */
export function interruptedTurns({ censored }: Pick<Trend, 'censored'>): number {
  return censored.interrupted ?? 0;
}

/** Interrupted conversations or turns of a part that might have failed; without reasons all of them. */
export function interruptedAt(
  report: Report,
  name: 'conversation_completion' | 'turn_failure',
  part: ReportPart,
): { readonly unknown: number; readonly all: number } {
  const metrics = metricsAt(report, part);
  const found = metrics?.[name === 'turn_failure' ? 'turns_interrupted' : 'conversations_interrupted'];
  const { count: all, reasons = {} }: Pick<Counter, 'count' | 'reasons'> =
    found?.kind === 'counter' ? found : { count: 0 };
  return { unknown: Math.max(0, all - (reasons[BETWEEN_TURNS] ?? 0)), all };
}

/** Whether there is anything to count both ways. */
export function hasInterrupted(report: Report): boolean {
  const names = ['conversation_completion', 'turn_failure'] as const;
  return names.some((name) => interruptedAt(report, name, {}).unknown > 0);
}

/** The rows, judged without interrupted ones; those with another outcome `ifFailed` are inconclusive. */
export function settleInterrupted(rows: readonly ComparisonRow[], ifFailed: readonly ComparisonRow[]): ComparisonRow[] {
  return rows.map((row, index) => {
    const other = ifFailed[index]!.outcome;
    if (other === row.outcome || row.outcome === 'not-enough-data') return row;
    const what = row.metric === 'conversation_completion' ? 'conversations' : 'turns';
    const otherwise = other === 'not-enough-data' ? 'not enough data' : other;
    const why = `${otherwise} if interrupted ${what} are counted as failed: raise --graceful-stop so that they can end`;
    return { ...row, outcome: 'inconclusive', why };
  });
}

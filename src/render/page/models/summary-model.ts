import type { ComparisonSummary } from '../../../report/comparison/comparison-summary-schema.ts';
import { SUMMARY_HEAD, SUMMARY_TITLE, summaryCells, summaryFacts } from '../../comparison/comparison-summary.ts';
import type { SummaryModel } from '../page-model.ts';

/** How the run compares with its baseline. */
export function summaryModel(summary: ComparisonSummary): SummaryModel {
  return {
    title: SUMMARY_TITLE,
    facts: summaryFacts(summary),
    head: SUMMARY_HEAD,
    rows: summary.rows.map((row) => [...summaryCells(row)]),
  };
}

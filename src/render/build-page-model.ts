import type { Report } from '../report/report.ts';
import { errorLines, type ReportedCause } from './error-causes.ts';
import { keyMetrics } from './page/key-metrics.ts';
import { conversationModels, conversationNotes } from './page/models/conversation-models.ts';
import { generatorModel } from './page/models/generator-model.ts';
import { regionsModel } from './page/models/regions-model.ts';
import { rowModels } from './page/models/row-models.ts';
import { summaryModel } from './page/models/summary-model.ts';
import { timelineModel } from './page/models/timeline-model.ts';
import { traceModel } from './page/models/trace-model.ts';
import { thresholdModels, verdictModel } from './page/models/verdict-model.ts';
import { pageFacts, pageSummary } from './page/page-facts.ts';
import type { FailureModel, PageModel } from './page/page-model.ts';
import { legendsOf } from './tables/mark-legends.ts';
import { nameCheck } from './tables/name-check.ts';
import { PLACE_LEGEND, placeTable } from './tables/place-table.ts';

export interface PageModelOptions {
  /** The run is still in progress. Default false. */
  readonly running?: boolean;
}

/** Maximum number of causes per class of failures. */
const MAX_CAUSES = 100;

/** The page model of a report. Throws a KnownError if one of its histograms is damaged. */
export function buildPageModel(report: Report, { running = false }: PageModelOptions = {}): PageModel {
  const rows = rowModels(report);
  const regions = regionsModel(report);
  const places = placeTable(report);
  return {
    form: 1,
    title: report.run.name,
    running,
    verdict: verdictModel(report, running),
    thresholds: thresholdModels(report, running),
    ...(report.comparison && { comparison: summaryModel(report.comparison) }),
    summary: pageSummary(report, running),
    facts: pageFacts(report, running),
    keyMetrics: keyMetrics(report),
    notes: [...report.notes, ...conversationNotes(report)],
    ...(report.scenario.turns === false && { withoutTurns: true as const }),
    timeline: timelineModel(report, rows),
    rows,
    legends: legendsOf(
      rows.flatMap(({ trends }) => trends.flatMap(({ quantiles }) => Object.values(quantiles).map(({ text }) => text))),
    ),
    ...(places && { places: { ...places, legend: PLACE_LEGEND } }),
    ...(regions && { regions }),
    conversations: conversationModels(report),
    traces: (report.traces ?? []).map(traceModel),
    failures: report.errors.map(failureModel),
    checks: report.checks.map(nameCheck),
    generator: generatorModel(report),
  };
}

function failureModel(error: Report['errors'][number]): FailureModel {
  const { target, class: name, firstMs, lastMs } = error;
  const lines = errorLines(error, MAX_CAUSES).map(({ cause, ...line }) => ({ ...line, ...(cause && causeOf(cause)) }));
  return { target, class: name, firstMs, lastMs, lines };
}

function causeOf({ conversation, step, example, firstMs, lastMs, sessionId, traceId }: ReportedCause) {
  const first = {
    conversation,
    ...(step !== undefined && { step }),
    sessionId,
    ...(traceId !== undefined && { traceId }),
  };
  return { cause: { ...first, example, firstMs, lastMs } };
}

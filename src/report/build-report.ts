import type { Measurements } from '../measure/measurements.ts';
import { Readings } from '../measure/readings.ts';
import { hasTurns, measuredParts, type RunShape } from '../measure/shape/run-shape.ts';
import { formatDurationMs } from '../platform/time/duration.ts';
import { evaluateThreshold } from '../verdict/evaluate.ts';
import { judgeValidity } from '../verdict/validity.ts';
import { decideVerdict, type RunEnding, type Verdict } from '../verdict/verdict.ts';
import { beyondCalibration } from './build/beyond-calibration.ts';
import { buildBudget } from './build/build-budget.ts';
import { buildChecks } from './build/build-checks.ts';
import { buildError } from './build/build-error.ts';
import { buildExemplars } from './build/build-exemplars.ts';
import { buildGroupMetrics, buildMetrics, buildStepMetrics } from './build/build-metrics.ts';
import { buildPlaces } from './build/build-places.ts';
import { buildThreshold } from './build/build-thresholds.ts';
import { buildTimeline } from './build/build-timeline.ts';
import { gatherValidity, neverCompleted } from './build/gather-validity.ts';
import { generatorNotes } from './build/generator-notes.ts';
import { limitReportSize } from './build/limit-report-size.ts';
import { unstartedNote } from './build/unstarted-note.ts';
import { KILLED } from './describe-end.ts';
import { omissionNote } from './load-facts.ts';
import { redactDeep } from './redact-deep.ts';
import { buildRegions } from './regions/build-regions.ts';
import type { Report, ReportGroup } from './report.ts';
import { REPORT_VERSION } from './report-schema.ts';
import type { RunFacts } from './run-facts.ts';

/** Where the schema of a report is found. */
const SCHEMA = 'report.schema.json';

const IN_TURN_NOTE = 'Targets ran one at a time: the goodput of a target is per second of its own time.';

/**
 * The report of an unfinished run is a checkpoint: its verdict is read only if the run was killed. Missing data are no
 * reason then: more data might have followed.
 */
function checkpointVerdict(verdict: Verdict): Verdict {
  return { ...verdict, reasons: verdict.reasons.filter(({ kind }) => kind !== 'no-data' && kind !== 'too-few-turns') };
}

function killedAt({ durationMs }: RunFacts['run']): RunEnding {
  const at = durationMs === 0 ? 'before the load began' : `at ${formatDurationMs(durationMs)}`;
  return {
    exit: 'incomplete',
    text: `${KILLED}; last saved ${at}, later data are missing in the report`,
  };
}

/** Builds and judges the report of a run. */
export function buildReport({ shape, timeline, readings }: Measurements, facts: RunFacts): Report {
  const measuredMs = facts.run.measuredMs ?? facts.run.durationMs;
  const ofTargetMs = facts.load.targetOrder === 'abba' ? measuredMs / facts.targets.length : measuredMs;
  const longestMs = facts.scenario.maxTurnMs;
  const results = facts.thresholds.map((threshold) => {
    const ms = threshold.labels.target === undefined ? measuredMs : ofTargetMs;
    if (!threshold.scope) return evaluateThreshold(threshold, readings, ms, longestMs);
    return facts.scoped?.(threshold) ?? evaluateThreshold(threshold, new Readings([]), ms, longestMs);
  });
  const withTurns = hasTurns(shape);
  const isCheckpoint = facts.run.stopReason === 'running';
  const validity = gatherValidity(readings, shape, facts);
  const decided = decideVerdict({
    endings: isCheckpoint ? [...facts.endings, killedAt(facts.run)] : facts.endings,
    findings: judgeValidity(validity, results),
    thresholds: results,
    turnsCompleted: withTurns ? readings.counter('turns_completed') : undefined,
    conversationsCompleted: readings.counter('conversations_completed'),
    hasFailures: validity.failures.length > 0,
    deadTargets: shape.targets.filter((target) => neverCompleted(readings, { target })),
    measuredMs: facts.run.measuredMs,
  });
  const verdict = isCheckpoint ? checkpointVerdict(decided) : decided;
  const { targets } = shape;
  const places = buildPlaces(readings, targets, facts.places, { wholeMs: measuredMs, ofTargetMs });
  // The most important keys come first.
  const report: Report = {
    $schema: SCHEMA,
    version: REPORT_VERSION,
    tool: `palaver ${facts.generator.palaver}`,
    run: redactDeep(facts.run),
    verdict: redactDeep(verdict as Report['verdict']),
    thresholds: results.map(buildThreshold),
    notes: [
      ...(withTurns ? [omissionNote(facts.load)] : []),
      ...(isCheckpoint ? [] : unstartedNote(readings, shape)),
      ...(facts.load.targetOrder === 'abba' ? [IN_TURN_NOTE] : []),
      ...generatorNotes(facts.generator),
      ...beyondCalibration(facts.generator, timeline),
      ...(facts.notes ?? []),
    ],
    scenario: redactDeep({
      name: facts.scenario.name,
      sha256: facts.scenario.sha256,
      ...(!withTurns && { turns: false as const }),
    }),
    targets: redactDeep([...facts.targets]),
    load: facts.load,
    metrics: buildMetrics(readings, measuredMs),
    errors: redactDeep(facts.errors.map(buildError)),
    checks: redactDeep(buildChecks(readings, shape, facts.scenario.checked, facts.errors)),
    budget: buildBudget(readings, facts.budget),
    generator: facts.generator,
    groups: buildGroups(readings, shape, ofTargetMs),
    ...(places && { places }),
    timeline: buildTimeline(timeline, facts.load, facts.places?.several),
    exemplars: buildExemplars(facts.exemplars),
    ...(facts.traces && { traces: [...facts.traces] }),
  };
  const regions = facts.settled ? buildRegions(report) : undefined;
  return limitReportSize(regions ? { ...report, regions } : report);
}

function buildGroups(readings: Readings, shape: RunShape, measuredMs: number): ReportGroup[] {
  return shape.targets.flatMap((target) => [
    { target, metrics: buildGroupMetrics(readings, { target }, measuredMs) },
    ...measuredParts(shape, target).flatMap(({ labels, steps }): ReportGroup[] => [
      ...(labels.conversation === undefined
        ? []
        : [{ ...labels, metrics: buildGroupMetrics(readings, labels, measuredMs) }]),
      ...steps.flatMap((part) =>
        part.step === undefined ? [] : [{ ...part, metrics: buildStepMetrics(readings, part) }],
      ),
    ]),
  ]);
}

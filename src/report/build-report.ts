import { brokenLaws } from '../measure/conservation.ts';
import { mergeExemplars } from '../measure/exemplars.ts';
import { TURN_OUTCOMES, turnCounter } from '../measure/metrics.ts';
import type { Readings } from '../measure/readings.ts';
import { readingsOf } from '../measure/snapshot.ts';
import type { Snapshot } from '../measure/snapshot-schema.ts';
import { medianStepThinkMs } from '../scenario/plan/estimate-think.ts';
import type { Conversation } from '../scenario/scenario.ts';
import { evaluateThreshold } from '../verdict/evaluate.ts';
import { type ArrivalFacts, judgeValidity, type ValidityFacts } from '../verdict/validity.ts';
import { decideVerdict } from '../verdict/verdict.ts';
import { buildBudget } from './build-budget.ts';
import { buildGroupMetrics, buildMetrics, buildStepMetrics } from './build-metrics.ts';
import { buildThreshold } from './build-thresholds.ts';
import { buildTimeline } from './build-timeline.ts';
import { isAnchored, omissionNote } from './load-facts.ts';
import { redactDeep } from './redact-deep.ts';
import type { Report, ReportGroup } from './report.ts';
import { REPORT_VERSION } from './report-schema.ts';
import type { LoadFacts, RunFacts } from './run-facts.ts';
import { slimReport } from './slim-report.ts';

/** Where the schema of a report is found. */
const SCHEMA = 'report.schema.json';

/**
 * Everything a run has to tell, judged. `snapshot` is the merged one of all shards; whoever still holds what it was made
 * of gives that as `readings`, and no histogram has to be decoded again.
 */
export function buildReport(snapshot: Snapshot, facts: RunFacts, readings: Readings = readingsOf(snapshot)): Report {
  const measuredMs = facts.run.measuredMs ?? facts.run.durationMs;
  const results = facts.thresholds.map((threshold) => evaluateThreshold(threshold, readings, measuredMs));
  const verdict = decideVerdict({
    endings: facts.endings,
    findings: judgeValidity(validityFacts(readings, snapshot, facts), results),
    thresholds: results,
    turnsCompleted: readings.counter('turns_completed'),
    measuredMs: facts.run.measuredMs,
  });
  // What people look for comes first.
  return slimReport({
    $schema: SCHEMA,
    version: REPORT_VERSION,
    tool: `palaver ${facts.generator.palaver}`,
    run: redactDeep(facts.run),
    verdict: redactDeep(verdict as Report['verdict']),
    thresholds: results.map(buildThreshold),
    notes: [omissionNote(facts.load), ...(facts.notes ?? [])],
    scenario: redactDeep({ name: facts.scenario.name, sha256: facts.scenario.sha256 }),
    targets: redactDeep([...facts.targets]),
    load: facts.load,
    metrics: buildMetrics(readings, measuredMs),
    errors: redactDeep([...facts.errors]),
    checks: buildChecks(readings, snapshot.shape.targets, facts.scenario.conversations),
    budget: buildBudget(readings, facts.budget),
    generator: facts.generator,
    groups: buildGroups(readings, snapshot.shape, measuredMs),
    timeline: buildTimeline(snapshot.timeline, facts.load),
    exemplars: redactDeep(markExemplars(facts)),
  });
}

function buildGroups(readings: Readings, shape: Snapshot['shape'], measuredMs: number): ReportGroup[] {
  return shape.targets.flatMap((target) => [
    { target, metrics: buildGroupMetrics(readings, { target }, measuredMs) },
    ...shape.conversations.flatMap(({ name, steps }): ReportGroup[] => {
      const where = { target, conversation: name };
      return [
        { ...where, metrics: buildGroupMetrics(readings, where, measuredMs) },
        ...steps.map((step) => ({ ...where, step, metrics: buildStepMetrics(readings, { ...where, step }) })),
      ];
    }),
  ]);
}

function buildChecks(
  readings: Readings,
  targets: readonly string[],
  conversations: readonly Conversation[],
): Report['checks'] {
  return targets.flatMap((target) =>
    conversations.flatMap(({ name, steps }) =>
      steps
        .filter(({ expect }) => expect.replies !== undefined || expect.text !== undefined)
        .map(({ label }) => {
          const where = { target, conversation: name, step: label };
          const passed = readings.counter('turns_completed', where);
          return { ...where, passed, failed: readings.counter('turns_mismatched', where) };
        }),
    ),
  );
}

function markExemplars({ exemplars }: RunFacts): Report['exemplars'] {
  const { slowest, random } = mergeExemplars([exemplars]);
  return [
    ...slowest.map((entry) => ({
      kept: random.includes(entry) ? ['slowest' as const, 'random' as const] : ['slowest' as const],
      ...entry,
    })),
    ...random.filter((entry) => !slowest.includes(entry)).map((entry) => ({ kept: ['random' as const], ...entry })),
  ].map((entry) => structuredClone(entry) as Report['exemplars'][number]);
}

function arrivalFacts(readings: Readings, { model }: LoadFacts): ArrivalFacts {
  const late = readings.reasons('starts_late');
  const delay = readings.trend('start_delay').quantile(0.95);
  return {
    model,
    due: readings.counter('conversations_due'),
    dropped: readings.reasons('conversations_dropped')['no-vu'] ?? 0,
    waiting: readings.counter('conversations_waiting'),
    lateByLimit: late['connect-limit'] ?? 0,
    lateByLoop: late['late-loop'] ?? 0,
    startDelayP95Us: delay.kind === 'measured' ? delay.upperUs : undefined,
  };
}

function validityFacts(readings: Readings, snapshot: Snapshot, facts: RunFacts): ValidityFacts {
  const lag = readings.trend('send_lag').quantile(0.99);
  const thinkTimes = facts.scenario.conversations.flatMap(({ steps }) => steps.map(medianStepThinkMs));
  const { workers, stealShare } = facts.generator;
  return {
    brokenLaws: facts.settled ? brokenLaws(readings, snapshot.shape) : [],
    samplesLost: workers.reduce((sum, { samplesLost }) => sum + samplesLost, 0),
    sendLagP99Us: lag.kind === 'measured' ? lag.upperUs : undefined,
    medianThinkMs: thinkTimes.sort((left, right) => left - right)[Math.floor(thinkTimes.length / 2)] ?? 0,
    turns: TURN_OUTCOMES.reduce((sum, outcome) => sum + readings.counter(turnCounter(outcome)), 0),
    turnsInterrupted: readings.counter('turns_interrupted'),
    turnsDoubtful: readings.counter('doubtful_turns'),
    arrivals: isAnchored(facts.load) ? arrivalFacts(readings, facts.load) : undefined,
    conversationsStarted: readings.counter('conversations_started'),
    conversationsFailed: readings.counter('conversations_failed'),
    conversationsInterrupted: readings.counter('conversations_interrupted'),
    longestStandstillMs: Math.max(0, ...workers.map(({ loopDelayMaxMs = 0 }) => loopDelayMaxMs)),
    gcShare: Math.max(0, ...workers.map(({ gcShare = 0 }) => gcShare)),
    stealShare,
  };
}

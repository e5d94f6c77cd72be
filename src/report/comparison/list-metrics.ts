import type { QuantileName } from '../../measure/histogram/quantile.ts';
import { KnownError } from '../../platform/known-error.ts';
import { hintForUnknown } from '../../platform/nearest-word.ts';
import { onlyPlace } from '../only-place.ts';
import type { Report } from '../report.ts';
import { type ComparedMetric, compareMetrics, refuseWithoutTime, type Sides } from './compared-metrics.ts';
import { CONNECTION_SHARES } from './connection-evidence.ts';
import { type Gate, haveTurns } from './gate.ts';
import { metricsAt, partKey, partsOf, type ReportPart } from './part.ts';

const EXPLORED_QUANTILES: readonly QuantileName[] = ['p50', 'p95', 'p99'];
/** Informational metrics of runs with turns. */
const OF_TURNS = {
  trends: ['first_output', 'turn'],
  shares: ['conversation_completion', 'turn_failure'],
} as const;
/** Those of runs without turns. */
const OF_CONNECTIONS = {
  trends: ['connect', 'ready'],
  shares: ['conversation_completion', ...CONNECTION_SHARES],
} as const;

export interface MetricList {
  /** Gating metrics, in the order of the gates. */
  readonly gating: readonly ComparedMetric[];
  readonly exploratory: readonly ComparedMetric[];
}

/**
 * The compared metrics: the gates, and as informational ones the first outputs and turns of every step that all runs have, or
 * the connections of runs without turns, and the shares. Throws a KnownError if a gate names something that a run does not have.
 */
export function listMetrics(sides: Sides, gates: readonly Gate[]): MetricList {
  const parts = commonParts(sides);
  const byKey = new Map<string, readonly ComparedMetric[]>();
  const compare = (metric: string, part: ReportPart, quantiles: readonly QuantileName[]) => {
    const key = `${metric} ${partKey(part)} ${quantiles.join(' ')}`;
    const known = byKey.get(key) ?? compareMetrics(sides, metric, part, quantiles);
    byKey.set(key, known);
    return known;
  };
  const gating = gates.map((gate) => {
    if (sides.unit === 'blocks') refuseWithoutTime(gate.metric);
    const quantiles = gate.quantile === undefined ? [] : [...new Set([...EXPLORED_QUANTILES, gate.quantile])];
    const part = resolvePart(gate, sides, parts);
    const found = compare(gate.metric, part, quantiles).find(({ quantile }) => quantile === gate.quantile);
    if (found) return found;
    throw badGate(gate, 'at least one run did not measure it', 'see the tables of each run: palaver report RUN');
  });
  const { trends, shares } = haveTurns([...sides.base, ...sides.candidate]) ? OF_TURNS : OF_CONNECTIONS;
  const around = parts.flatMap((part) => [
    ...(part.conversation !== undefined && part.step === undefined ? [] : trends).flatMap((metric) =>
      compare(metric, part, EXPLORED_QUANTILES),
    ),
    ...(part.conversation === undefined ? shares : []).flatMap((metric) => compare(metric, part, [])),
  ]);
  // A metric that is named twice counts once.
  return { gating: [...new Set(gating)], exploratory: around.filter((compared) => !gating.includes(compared)) };
}

/** Throws a KnownError if a gate names something that this run, the baseline of later comparisons, does not have. */
export function checkGates(run: Report, gates: readonly Gate[]): void {
  const sides = { unit: 'blocks' as const, interrupted: 'omitted' as const, base: [run], candidate: [run] };
  for (const gate of gates) {
    refuseWithoutTime(gate.metric);
    resolvePart(gate, sides, commonParts(sides));
  }
}

/** Parts in the order of the first run of the baseline. Where each run is at one place, that is the whole run. */
function commonParts({ base, candidate }: Sides): ReportPart[] {
  const runs = [...base, ...candidate];
  const severalPlaces = runs.some((run) => onlyPlace(run) === undefined);
  return partsOf(base[0]!).filter(
    (part) => (part.place === undefined || severalPlaces) && runs.every((run) => metricsAt(run, part) !== undefined),
  );
}

/** The single part with the labels of the gate. */
function resolvePart(gate: Gate, sides: Sides, parts: readonly ReportPart[]): ReportPart {
  const { place, target, conversation, step } = gate.part;
  const { base } = sides;
  const alone = base[0]!.targets.length === 1;
  if (alone && target !== undefined && target !== base[0]!.targets[0]!.name)
    throw badGate(
      gate,
      `there is no target "${target}" in these runs`,
      'remove the label: the runs have a single target',
    );
  const wanted = { target: alone ? undefined : target, conversation, step };
  if (place !== undefined) return partAtPlace(gate, place, wanted, sides);
  for (const name of ['target', 'conversation', 'step'] as const) {
    const value = wanted[name];
    const known = [...new Set(parts.flatMap((part) => part[name] ?? []))];
    if (value !== undefined && !known.includes(value))
      throw badGate(gate, `there is no ${name} "${value}" that all runs have`, hintForUnknown(value, known));
  }
  const matching = parts.filter(
    (part) =>
      part.place === undefined &&
      (wanted.target === part.target || (wanted.target === undefined && step !== undefined)) &&
      (wanted.conversation === part.conversation || (wanted.conversation === undefined && step !== undefined)) &&
      wanted.step === part.step,
  );
  if (matching.length === 1) return matching[0]!;
  if (matching.length === 0) throw badGate(gate, 'no part of the scenario has all these labels', 'remove one of them');
  throw badGate(gate, `${matching.length} parts of the scenario have these labels`, 'add conversation and target');
}

/** The part of a place, also where that is the whole run. */
function partAtPlace(
  gate: Gate,
  place: string,
  { target, conversation, step }: ReportPart,
  { base, candidate }: Sides,
): ReportPart {
  const runs = [...base, ...candidate];
  const namesOf = ({ places = [] }: Report) => places.map((one) => one.place);
  const known = namesOf(base[0]!).filter((name) => runs.every((run) => namesOf(run).includes(name)));
  if (!known.includes(place)) {
    const hint = known.length > 0 ? hintForUnknown(place, known) : 'runs have places with --place NAME';
    throw badGate(gate, `there is no place "${place}" that all runs have`, hint);
  }
  if (conversation !== undefined || step !== undefined) {
    throw badGate(gate, 'a report has no conversations and steps of a place', 'use the labels place and target only');
  }
  const part = { place, ...(target !== undefined && { target }) };
  if (runs.every((run) => metricsAt(run, part) !== undefined)) return part;
  const targets = base[0]!.targets.map(({ name }) => name);
  throw badGate(gate, `there is no target "${target}" that all runs have`, hintForUnknown(target!, targets));
}

function badGate(gate: Gate, message: string, hint: string): KnownError {
  return new KnownError(`gate ${gate.expression}: ${message}`, { hint });
}

import { checkIdPrefix } from '../endpoint/session-identity.ts';
import { shapeOf } from '../engine/run-shape.ts';
import { KnownError } from '../platform/known-error.ts';
import { writeDurationMs } from '../platform/time/duration.ts';
import { refuseOtherPlaces, withoutPlace } from '../run/own-place.ts';
import type { RunPlan } from '../run/prepare-run.ts';
import type { RunOptions } from '../run/run-options.ts';
import { type PlannedUse, plannedUse } from '../scenario/plan/planned-use.ts';
import { checkThresholds } from '../verdict/check-thresholds.ts';
import { loadAbove, type SearchRange } from './capacity-search.ts';
import { DEFAULT_OBJECTIVE, type Objective, parseObjective, readObjective, seesFailures } from './objective.ts';
import { type StepLoadTerms, stepLoad, usualWarmUpMs } from './step-load.ts';

/** Options of a search, except those of the target and its connection. Durations in ms. */
export interface CapacityOptions extends Pick<RunOptions, 'max-vus' | 'fleet'> {
  readonly objective?: readonly string[];
  readonly over?: 'vus' | 'rate';
  /** Users, or conversations per second. */
  readonly from?: number;
  readonly to?: number;
  readonly factor?: number;
  readonly 'min-step'?: number;
  readonly 'max-step'?: number;
  readonly hold?: number;
  readonly 'warm-up'?: number;
  readonly 'max-time'?: number;
}

export interface CapacityPlan {
  /** What all steps have in common. */
  readonly run: RunPlan;
  readonly objectives: readonly Objective[];
  /** Thresholds of the scenario that cannot be objectives, and why. */
  readonly notObjectives: readonly string[];
  readonly range: SearchRange;
  readonly terms: StepLoadTerms;
  /** Minimum measured time of a step. */
  readonly minMs: number;
  /** Minimum measured time of the step that confirms the answer. */
  readonly holdMs: number;
  /** No step starts later than this. */
  readonly maxTimeMs: number;
}

const DEFAULTS = { minMs: 15_000, maxMs: 300_000, holdMs: 60_000, maxTimeMs: 3_600_000, factor: 2 } as const;
const EXAMPLES = "--objective 'first_output p(95) < 2s' --objective 'conversation_completion > 99%'";
const RANGES = { vus: { from: 1, to: 10_000 }, rate: { from: 0.5, to: 1000 } } as const;

/** @throws KnownError for options that contradict each other, without an objective, and for one with unknown labels. */
export function planCapacity(run: RunPlan, options: CapacityOptions): CapacityPlan {
  const { scenario, targets } = run;
  if (targets.length > 1)
    throw new KnownError(`capacity needs exactly one target (the scenario has ${targets.length})`, {
      hint: `name one: --target ${targets[0]!.name}=URL`,
    });
  // Step numbers are appended to it.
  checkIdPrefix(`${run.id}-00c00`, '--run-id with a step number');
  const base = scenario.load;
  const over = options.over ?? (base?.model === 'open' ? 'rate' : 'vus');
  const minMs = options['min-step'] ?? DEFAULTS.minMs;
  const maxMs = options['max-step'] ?? Math.max(DEFAULTS.maxMs, minMs);
  const holdMs = options.hold ?? Math.min(maxMs, Math.max(DEFAULTS.holdMs, minMs));
  refuseUnless(minMs >= 1000, '--min-step must be at least 1s', 'raise --min-step');
  refuseUnless(
    minMs <= maxMs,
    `--min-step must not be longer than --max-step (${writeDurationMs(maxMs)})`,
    'raise --max-step, or lower --min-step',
  );
  refuseUnless(
    holdMs <= maxMs,
    `--hold must not be longer than --max-step (${writeDurationMs(maxMs)})`,
    'raise --max-step, or lower --hold',
  );
  refuseUnless(
    over === 'rate' || options['max-vus'] === undefined,
    '--max-vus applies to rates only; with --over vus, use --to',
  );
  const { objectives: asked, notObjectives } = objectivesOf(run, options);
  if (options.fleet !== undefined) refusePlaces(asked);
  const objectives = asked.map((objective) => objectiveAt(objective, run.place));
  checkThresholds(
    objectives.map(({ threshold }) => threshold),
    shapeOf(scenario, targets),
  );
  const { conversations } = scenario;
  return {
    run,
    objectives,
    notObjectives,
    range: rangeOf(over, options),
    terms: {
      over,
      warmUpMs: options['warm-up'] ?? usualWarmUpMs(conversations),
      maxMs,
      conversations,
      base,
      maxVus: options['max-vus'],
    },
    minMs,
    holdMs,
    maxTimeMs: options['max-time'] ?? DEFAULTS.maxTimeMs,
  };
}

/** @throws KnownError (104): the evidence of all agents is added, wherever they are. */
function refusePlaces(objectives: readonly Objective[]): void {
  const placed = objectives.find(({ threshold }) => threshold.labels.place !== undefined);
  if (!placed) return;
  throw new KnownError(
    `objective ${placed.threshold.expression}: with --fleet, objectives are on all places together`,
    {
      hint: "remove place from the objective, or set others: --objective 'first_output p(95) < 2s'",
    },
  );
}

/** The objective for series without a place. @throws KnownError for one on another place. */
function objectiveAt(objective: Objective, place: string | undefined): Objective {
  refuseOtherPlaces([objective.threshold], place, 'objective');
  return { ...objective, threshold: withoutPlace(objective.threshold) };
}

/** The given objectives, else the suitable thresholds of the scenario; plus the default one if none covers failures. */
function objectivesOf(
  { scenario }: RunPlan,
  { objective }: CapacityOptions,
): Pick<CapacityPlan, 'objectives' | 'notObjectives'> {
  const own = scenario.thresholds.filter(({ isDefault }) => !isDefault);
  const read = objective ? [] : own.map((threshold) => ({ threshold, as: readObjective(threshold) }));
  const notObjectives = read.flatMap(({ threshold, as }) =>
    as.kind === 'none' ? [`${threshold.expression}: ${as.why}`] : [],
  );
  const asked = objective?.map(parseObjective) ?? read.flatMap(({ as }) => (as.kind === 'none' ? [] : [as]));
  if (asked.length > 0)
    return { objectives: asked.some(seesFailures) ? asked : [...asked, DEFAULT_OBJECTIVE], notObjectives };
  if (notObjectives.length > 0)
    throw new KnownError(`no threshold of the scenario can be an objective: ${notObjectives.join('; ')}`, {
      hint: `set objectives: ${EXAMPLES}`,
    });
  throw new KnownError('no objective specified', {
    hint: `for example: ${EXAMPLES}`,
  });
}

function rangeOf(over: 'vus' | 'rate', options: CapacityOptions): SearchRange {
  const isWhole = over === 'vus';
  const { from = Math.min(RANGES[over].from, options.to ?? Number.POSITIVE_INFINITY), factor = DEFAULTS.factor } =
    options;
  const { to = Math.max(RANGES[over].to, from) } = options;
  for (const [name, value] of [
    ['--from', from],
    ['--to', to],
  ] as const)
    refuseUnless(
      !isWhole || (Number.isInteger(value) && value >= 1),
      `${name} must be a whole number of virtual users (got ${value})`,
    );
  refuseUnless(from <= to, `--from ${from} must not be above --to ${to}`, 'raise --to, or lower --from');
  return { from, to, factor, isWhole };
}

function refuseUnless(isMet: boolean, message: string, hint = 'see palaver capacity --help'): void {
  if (!isMet) throw new KnownError(message, { hint });
}

/** Maximum use of the whole search, per target: every load up to the highest once, each for the maximum time of a step. */
export function maxUse({ run, range, terms }: CapacityPlan): PlannedUse {
  const loads = [range.from];
  while (loads.at(-1)! < range.to) loads.push(loadAbove(loads.at(-1)!, range));
  const uses = loads.map((load) => plannedUse(run.scenario, stepLoad(load, terms)));
  const sum = (pick: (use: PlannedUse) => number) => uses.reduce((total, use) => total + pick(use), 0);
  const last = uses.at(-1)!;
  return {
    conversations: sum((use) => use.conversations),
    inputs: sum((use) => use.inputs),
    connections: sum((use) => use.connections),
    billable: sum((use) => use.billable),
    contacts: sum((use) => use.contacts),
    inputsPerHour: sum((use) => use.inputsPerHour),
    connectionsPer5Minutes: last.connectionsPer5Minutes,
  };
}

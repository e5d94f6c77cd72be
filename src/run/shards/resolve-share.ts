import { createHash } from 'node:crypto';
import type { LoadProfile } from '../../load/load-profile.ts';
import { counted } from '../../platform/group-thousands.ts';
import { KnownError } from '../../platform/known-error.ts';
import type { Environment } from '../../platform/process/environment.ts';
import { TURNS_OUTPUT } from '../../render/report-types.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Threshold } from '../../verdict/threshold.ts';
import { resolveLoad } from '../plan/resolve-load.ts';
import { runIdOf } from '../run-id.ts';
import type { RunOptions } from '../run-options.ts';

/** The part of a run that this process runs: shard `index` (from 0) of `count`, with the start of all of them. */
export interface Share {
  readonly index: number;
  readonly count: number;
  /** The first arrival, ms since 1970. */
  readonly startMs: number;
}

/** Lines like those of `describePlan`: the plan is that of the whole run. */
export function describeShare(share: Share, thresholds: readonly Threshold[]): readonly string[] {
  const line = (label: string, text: string) => `${label.padEnd(14)}${text}`;
  const aborts = thresholds.some(({ abortAfterMs }) => abortAfterMs !== undefined);
  return [
    line('shard', `${nameOfShare(share)} of this load, from ${new Date(share.startMs).toISOString()}`),
    ...(aborts ? [line('abort', 'does not apply: thresholds are judged by palaver merge')] : []),
  ];
}

/** `3/8` */
export function nameOfShare({ index, count }: Pick<Share, 'index' | 'count'>): string {
  return `${index + 1}/${count}`;
}

/**
 * Environment variables of batch systems that number their tasks, for `--shard auto`: the first whose number is set counts.
 *
 * - Kubernetes Indexed Job: JOB_COMPLETION_INDEX from 0; JOB_COMPLETIONS is set in the manifest
 * - AWS Batch array job: both set, from 0
 * - GitLab `parallel`: both set, from 1
 * - Slurm job array: from SLURM_ARRAY_TASK_MIN
 */
const BATCH_SYSTEMS = [
  { index: 'JOB_COMPLETION_INDEX', count: 'JOB_COMPLETIONS', first: () => 0 },
  { index: 'AWS_BATCH_JOB_ARRAY_INDEX', count: 'AWS_BATCH_JOB_ARRAY_SIZE', first: () => 0 },
  { index: 'CI_NODE_INDEX', count: 'CI_NODE_TOTAL', first: () => 1 },
  {
    index: 'SLURM_ARRAY_TASK_ID',
    count: 'SLURM_ARRAY_TASK_COUNT',
    first: (env: Environment) => Number(env.SLURM_ARRAY_TASK_MIN ?? 0),
  },
] as const;

/**
 * The share that `--shard` and `--start-at` give; undefined for a whole run.
 *
 *     shard = number "/" number | "auto"       3/8: the third of eight
 *     start = date "T" time ("Z" | offset)     2026-12-01T10:00:00Z
 *
 * @throws KnownError for other texts, or one of the two options without the other.
 */
export function resolveShare(
  { shard, 'start-at': startAt }: Pick<RunOptions, 'shard' | 'start-at'>,
  env: Environment,
): Share | undefined {
  if (shard === undefined && startAt === undefined) return undefined;
  if (shard === undefined) {
    throw new KnownError('--start-at needs --shard', { hint: 'use both: --shard 1/4 --start-at 2026-12-01T10:00:00Z' });
  }
  if (startAt === undefined) {
    throw new KnownError('--shard needs --start-at: all shards of a run start at the same instant', {
      hint: 'add --start-at 2026-12-01T10:00:00Z, the same for each shard, or set PALAVER_START_AT',
    });
  }
  return { ...(shard === 'auto' ? sharedByBatch(env) : parseShard(shard)), startMs: parseStart(startAt) };
}

function parseShard(text: string): Pick<Share, 'index' | 'count'> {
  const [, number, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  return checkedShare(Number(number), Number(count), `--shard must be K/N with K from 1 to N, or auto (got "${text}")`);
}

function sharedByBatch(env: Environment): Pick<Share, 'index' | 'count'> {
  const system = BATCH_SYSTEMS.find(({ index }) => env[index] !== undefined);
  if (!system) {
    throw new KnownError('--shard auto: no batch system found in the environment', {
      hint: `set one of ${BATCH_SYSTEMS.map(({ index, count }) => `${index} and ${count}`).join(', ')}, or use --shard K/N`,
    });
  }
  const { index, count, first } = system;
  const why = `--shard auto: ${index}=${env[index]} and ${count}=${env[count] ?? ''} are not a valid shard`;
  return checkedShare(Number(env[index]) - first(env) + 1, Number(env[count]), why);
}

function checkedShare(number: number, count: number, why: string): Pick<Share, 'index' | 'count'> {
  if (Number.isInteger(number) && Number.isInteger(count) && number >= 1 && number <= count)
    return { index: number - 1, count };
  throw new KnownError(why, { hint: 'use the number of this shard and the number of all: --shard 3/8' });
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;

function parseStart(text: string): number {
  const ms = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  throw new KnownError(`--start-at must be a date and time with a time zone (got "${text}")`, {
    hint: 'use UTC: --start-at 2026-12-01T10:00:00Z',
  });
}

/** Options for results that only exist once all shards are merged. */
const OF_THE_WHOLE = ['summary-export', 'baseline', 'dashboard', 'prometheus'] as const;

/** @throws KnownError for options that need the whole run; the turns of a shard are a file of its own. */
export function refuseOutputsOfShard(options: RunOptions): void {
  const reports = options.out?.some((text) => !text.startsWith(`${TURNS_OUTPUT}=`));
  const asked = reports ? 'out' : OF_THE_WHOLE.find((name) => options[name] !== undefined);
  if (asked === undefined) return;
  throw new KnownError(`--${asked} cannot be combined with --shard: a shard has no report`, {
    hint: 'merge the shards first: palaver merge DIR --out TYPE=FILE',
  });
}

/** Maximum number of shards that a load can be divided into. */
export function maxShards({ maxVus, conversations = Number.POSITIVE_INFINITY }: LoadProfile): number {
  return Math.min(maxVus, conversations);
}

/** `noun`: what runs a shard, for messages. @throws KnownError (104) where a shard would have nothing to do. */
export function refuseEmptyShares(
  { count, noun = 'shard' }: { readonly count: number; readonly noun?: string },
  load: LoadProfile,
): void {
  const max = maxShards(load);
  if (count <= max) return;
  const what = max < load.maxVus ? 'conversation' : 'virtual user';
  throw new KnownError(
    `${counted(max, what)} cannot be divided among ${counted(count, noun)}: each ${noun} needs at least one`,
    { hint: `use at most ${counted(max, noun)}, or raise the load` },
  );
}

/**
 * The options with the seed and the id of the run, unless they are given: they follow from the scenario, its load and the
 * start, so that the shards of a run agree without a connection to each other.
 */
export function withSharedIdentity<Options extends RunOptions>(
  options: Options,
  scenario: Scenario,
  { startMs, count }: Share,
): Options {
  const load = resolveLoad(scenario, options);
  const digest = createHash('sha256')
    .update(JSON.stringify([scenario.sha256, load, startMs, count]))
    .digest();
  return {
    ...options,
    seed: options.seed ?? digest.readUInt32BE(0),
    'run-id': options['run-id'] ?? runIdOf(digest.readBigUInt64BE(8)),
  };
}

import { type ClosedLoadInput, closedLoad } from '../../load/closed-load.ts';
import type { LoadField, NameField } from '../../load/load-problem.ts';
import type { LoadProfile, RateStage, Stage } from '../../load/load-profile.ts';
import { type OpenLoadInput, openLoad, peakRate } from '../../load/open-load.ts';
import { parseRate } from '../../load/rate.ts';
import { KnownError } from '../../platform/known-error.ts';
import { parseDurationMs } from '../../platform/time/duration.ts';
import { type LoadDefaults, loadDefaults, maxVusFor } from '../../scenario/load-defaults.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { RunOptions } from '../run-options.ts';

type Planned = Pick<Scenario, 'load' | 'conversations'>;

/**
 * Load flags replace the whole load of the scenario; without any load: 1 VU, 1 conversation. --graceful-stop and --max-vus
 * change only that setting.
 */
export function resolveLoad(scenario: Planned, options: RunOptions): LoadProfile {
  const defaults = loadDefaults(scenario.conversations);
  const gracefulStopMs = options['graceful-stop'] ?? scenario.load?.gracefulStopMs ?? defaults.gracefulStopMs;
  const load = { ...(flagsLoad(scenario, options, defaults) ?? scenario.load ?? oneConversation()), gracefulStopMs };
  const maxVus = options['max-vus'];
  if (maxVus === undefined) return load;
  if (load.model === 'open') return { ...load, maxVus };
  throw new KnownError('--max-vus limits the users of an open load, but this load is closed', {
    hint: 'use --vus for a number of users (closed model), or --rate for an arrival rate (open model)',
  });
}

export function hasLoadFlags(options: RunOptions): boolean {
  const { vus, rate, duration, stage, conversations } = options;
  return [vus, rate, duration, stage, conversations].some((value) => value !== undefined);
}

function oneConversation(): LoadProfile {
  return closedLoad({ vus: 1, conversations: 1, startSpreadMs: 0, gracefulStopMs: 0 });
}

function flagsLoad(
  { conversations }: Planned,
  options: RunOptions,
  { startSpreadMs, gracefulStopMs }: LoadDefaults,
): LoadProfile | undefined {
  if (!hasLoadFlags(options)) return undefined;
  const stages = options.stage?.map(parseStage) ?? [];
  const rates = stages.filter((stage) => 'ratePerSecond' in stage);
  const users = stages.filter((stage) => 'vus' in stage);
  if (rates.length > 0 && users.length > 0) {
    throw new KnownError('--stage cannot mix users (30s:50) and rates (30s:10/s)', {
      hint: 'use either users (closed model) or rates (open model)',
    });
  }
  if (options.rate === undefined && rates.length === 0) {
    return closedLoad({ ...closedInput(options, users), startSpreadMs, gracefulStopMs }, asOption);
  }
  refuseUsers(options, users);
  return openLoad({ ...openInput(options, rates, conversations), gracefulStopMs }, asOption);
}

const OPTIONS: Readonly<Partial<Record<LoadField, string>>> = {
  vus: '--vus',
  rate: '--rate',
  duration: '--duration',
  stages: '--stage',
  conversations: '--conversations',
  maxVus: '--max-vus',
  gracefulStop: '--graceful-stop',
};

const asOption: NameField = (field) => OPTIONS[field] ?? field;

function refuseUsers({ vus }: RunOptions, users: readonly Stage[]): void {
  if (vus === undefined && users.length === 0) return;
  const flag = vus === undefined ? '--stage with users' : '--vus';
  throw new KnownError(
    `${flag} cannot be combined with a rate: a load has either users (closed model) or an arrival rate (open model)`,
    {
      hint: 'with --rate, --max-vus limits the number of users',
    },
  );
}

function closedInput(
  { vus, duration, stage, conversations }: RunOptions,
  users: readonly Stage[],
): Pick<ClosedLoadInput, 'vus' | 'durationMs' | 'stages' | 'conversations'> {
  // Users without an end: each runs one conversation, like a run without load flags.
  const endless = duration === undefined && stage === undefined && conversations === undefined;
  return {
    vus,
    durationMs: duration,
    stages: stage && users,
    conversations: endless ? vus : conversations,
  };
}

function openInput(
  { rate, duration, conversations }: RunOptions,
  rates: readonly RateStage[],
  scripts: Scenario['conversations'],
): Omit<OpenLoadInput, 'gracefulStopMs'> {
  return {
    ratePerSecond: rate,
    durationMs: duration,
    stages: rates.length === 0 ? undefined : rates,
    conversations,
    maxVus: maxVusFor(rate ?? peakRate(rates), scripts),
  };
}

/** `30s:50`: reach 50 users in 30 s. `30s:10/s`: reach 10 arrivals per second. */
function parseStage(text: string): Stage | RateStage {
  const [time = '', level = '', ...rest] = text.split(':');
  const durationMs = parseDurationMs(time, { bareSeconds: true });
  const ratePerSecond = parseRate(level);
  if (durationMs !== undefined && rest.length === 0) {
    if (/^\d{1,7}$/.test(level)) return { durationMs, vus: Number(level) };
    if (ratePerSecond !== undefined) return { durationMs, ratePerSecond };
  }
  throw new KnownError(`--stage must be a time and a number of users or a rate (got "${text}")`, {
    hint: 'write --stage 30s:50, or --stage 30s:10/s',
  });
}

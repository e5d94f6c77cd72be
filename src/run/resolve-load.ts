import { type ClosedLoadInput, closedLoad } from '../load/closed-load.ts';
import type { LoadProfile, Stage } from '../load/load-profile.ts';
import { parseDurationMs } from '../platform/duration.ts';
import { KnownError } from '../platform/known-error.ts';
import { loadDefaults } from '../scenario/load-defaults.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { RunOptions } from './run-options.ts';

/** Load flags replace the scenario's load as a whole; with no load anywhere: 1 VU, 1 conversation. */
export function resolveLoad(scenario: Pick<Scenario, 'load' | 'conversations'>, options: RunOptions): LoadProfile {
  const defaults = loadDefaults(scenario.conversations);
  const gracefulStopMs = options['graceful-stop'] ?? scenario.load?.gracefulStopMs ?? defaults.gracefulStopMs;
  if (!hasLoadFlags(options)) {
    if (scenario.load) return { ...scenario.load, gracefulStopMs };
    return closedLoad({ vus: 1, conversations: 1, startSpreadMs: 0, gracefulStopMs });
  }
  return closedLoad({ ...loadInput(options), startSpreadMs: defaults.startSpreadMs, gracefulStopMs });
}

export function hasLoadFlags(options: RunOptions): boolean {
  const { vus, duration, stage, conversations } = options;
  return [vus, duration, stage, conversations].some((value) => value !== undefined);
}

function loadInput({
  vus,
  duration,
  stage,
  conversations,
}: RunOptions): Omit<ClosedLoadInput, 'startSpreadMs' | 'gracefulStopMs'> {
  // So many users and no end: each holds one conversation, as a run without any load flag does.
  const endless = duration === undefined && stage === undefined && conversations === undefined;
  return {
    vus,
    durationMs: duration,
    stages: stage?.map(parseStage),
    conversations: endless ? vus : conversations,
  };
}

/** `30s:50`: reach 50 users in 30 s. */
function parseStage(text: string): Stage {
  const [time = '', users = '', ...rest] = text.split(':');
  const durationMs = parseDurationMs(time, { bareSeconds: true });
  if (durationMs === undefined || !/^\d{1,7}$/.test(users) || rest.length > 0) {
    throw new KnownError(`--stage: "${text}" is not a time and a number of users`, { hint: 'write --stage 30s:50' });
  }
  return { durationMs, vus: Number(users) };
}

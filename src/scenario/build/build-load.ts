import { closedLoad } from '../../load/closed-load.ts';
import type { LoadProfile, RateStage } from '../../load/load-profile.ts';
import { openLoad, peakRate } from '../../load/open-load.ts';
import type { Conversation } from '../scenario.ts';
import type { ClosedInput, LoadInput, OpenInput } from '../schema/load-schema.ts';
import { loadDefaults, maxVusFor } from './load-defaults.ts';
import { readReplay } from './replay.ts';

/**
 * The load a scenario asks for, with every default laid. `folder`: of the scenario file.
 * @throws KnownError when the timeline to replay cannot be read or makes no load.
 */
export function buildLoad(input: LoadInput, conversations: readonly Conversation[], folder: string): LoadProfile {
  const { closed, open, warmUp: warmUpMs, measure } = input;
  const defaults = loadDefaults(conversations);
  const gracefulStopMs = closed?.gracefulStop ?? open?.gracefulStop ?? input.gracefulStop ?? defaults.gracefulStopMs;
  const terms = { gracefulStopMs, warmUpMs, measure };
  return open
    ? openLoad({ ...openInput(open, conversations, folder), ...terms })
    : closedLoad({ ...closedInput(closed ?? {}, defaults.startSpreadMs), ...terms });
}

function closedInput(closed: ClosedInput, startSpreadMs: number) {
  return {
    vus: closed.vus,
    durationMs: closed.duration,
    stages: closed.stages ?? closed.stairs,
    conversations: closed.conversations,
    conversationsPerVu: closed.conversationsPerVu,
    startSpreadMs: closed.startSpread ?? closed.pace ?? startSpreadMs,
    paceMs: closed.pace,
  };
}

function openInput(open: OpenInput, conversations: readonly Conversation[], folder: string) {
  const stages = open.stages ?? open.stairs ?? replayed(open, folder);
  return {
    ratePerSecond: open.rate,
    durationMs: open.duration,
    stages,
    conversations: open.conversations,
    arrivals: open.arrivals,
    maxVus: open.maxVus ?? maxVusFor(stages ? peakRate(stages) : (open.rate ?? 0), conversations),
    whenFull: open.whenFull,
  };
}

function replayed({ replay }: OpenInput, folder: string): readonly RateStage[] | undefined {
  return replay === undefined ? undefined : readReplay(replay, folder);
}

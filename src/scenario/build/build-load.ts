import { closedLoad } from '../../load/closed-load.ts';
import type { NameField } from '../../load/load-problem.ts';
import type { LoadProfile, RateStage } from '../../load/load-profile.ts';
import { openLoad, peakRate } from '../../load/open-load.ts';
import type { RecordedStart } from '../../load/recorded-starts.ts';
import type { FindFile } from '../data/named-files.ts';
import { loadDefaults, maxVusFor, maxVusForStarts } from '../load-defaults.ts';
import type { Conversation } from '../scenario.ts';
import type { ClosedInput, LoadInput, OpenInput } from '../schema/load-schema.ts';
import { readReplay } from './replay.ts';

/**
 * The load of a scenario, with all defaults applied. `find`: resolves the paths that it names.
 * @throws KnownError if the replay file cannot be read or contains no load.
 */
export function buildLoad(input: LoadInput, conversations: readonly Conversation[], find: FindFile): LoadProfile {
  const { closed, open, warmUp: warmUpMs, measure } = input;
  const defaults = loadDefaults(conversations);
  const gracefulStopMs = closed?.gracefulStop ?? open?.gracefulStop ?? input.gracefulStop ?? defaults.gracefulStopMs;
  const terms = { gracefulStopMs, warmUpMs, measure };
  return open
    ? openLoad({ ...openInput(open, conversations, find), ...terms }, nameFields(open))
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

function openInput(open: OpenInput, conversations: readonly Conversation[], find: FindFile) {
  const { conversations: total, whenFull } = open;
  if (open.arrivals === 'recorded') {
    const starts = startsOf(conversations, open.speed ?? 1);
    return { starts, conversations: total, maxVus: open.maxVus ?? maxVusForStarts(starts, conversations), whenFull };
  }
  const stages = open.stages ?? open.stairs ?? replayed(open, find);
  return {
    ratePerSecond: open.rate,
    durationMs: open.duration,
    stages,
    conversations: total,
    arrivals: open.arrivals,
    maxVus: open.maxVus ?? maxVusFor(stages ? peakRate(stages) : (open.rate ?? 0), conversations),
    whenFull,
  };
}

/** In ascending order; those of the same time in the order of the file. */
function startsOf(conversations: readonly Conversation[], speed: number): readonly RecordedStart[] {
  const starts = conversations.map(({ startMs = 0 }, conversation) => ({ atMs: startMs / speed, conversation }));
  return starts.sort((left, right) => left.atMs - right.atMs);
}

/** The stages of a replay are in its file. */
function nameFields({ replay }: OpenInput): NameField {
  return (field) => (field === 'stages' && replay !== undefined ? `the replay file ${replay}` : field);
}

function replayed({ replay }: OpenInput, find: FindFile): readonly RateStage[] | undefined {
  return replay === undefined ? undefined : readReplay(replay, find);
}

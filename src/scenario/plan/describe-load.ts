import { type LoadProfile, plannedEndMs } from '../../load/load-profile.ts';
import { peakArrivalRate } from '../../load/open-load.ts';
import { formatRate } from '../../load/rate.ts';
import { lastStartMs } from '../../load/recorded-starts.ts';
import { groupThousands } from '../../platform/group-thousands.ts';
import { formatDurationMs, writeDurationMs } from '../../platform/time/duration.ts';

/**
 * A load in a few words, without grouped digits: reports of one load are compared by it. `shownLoad` is the same for people.
 */
export function describeLoad(load: LoadProfile): string {
  const limit = load.conversations === undefined ? [] : [`${count(load.conversations, 'conversation')} in total`];
  const upTo = load.stages.length > 2 ? 'up to ' : '';
  if (load.model === 'closed') {
    const pace = load.paceMs === undefined ? [] : [`one conversation each every ${writeDurationMs(load.paceMs)}`];
    return ['closed', `${upTo}${count(load.maxVus, 'virtual user')}`, ...pace, ...limit].join(', ');
  }
  const full = load.whenFull === 'drop' ? 'further ones are dropped' : 'further ones wait';
  const rate = `${upTo}${formatRate(peakArrivalRate(load))}${load.arrivals === 'poisson' ? ', Poisson arrivals' : ' evenly spaced'}`;
  const starts =
    load.starts && `${count(load.starts.length, 'recorded start')} in ${formatDurationMs(lastStartMs(load.starts))}`;
  return [
    'open',
    ...(starts ? [starts] : [rate, ...limit]),
    `at most ${count(load.maxVus, 'virtual user')} (${full})`,
  ].join(', ');
}

/** `describeLoad` with grouped digits: 1,200 virtual users. */
export function shownLoad(load: LoadProfile): string {
  return grouped(describeLoad(load));
}

function grouped(words: string): string {
  return words.replace(/\b\d{4,}\b/g, (digits) => groupThousands(Number(digits)));
}

const MAX_SHOWN = 12;

/** The stages in order; empty for a load without stages or with a constant level. */
export function describeStages(load: LoadProfile): string {
  const steps =
    load.model === 'closed'
      ? load.stages.map(({ durationMs, vus }) => ({ durationMs, level: vus, text: groupThousands(vus) }))
      : load.stages.map(({ durationMs, ratePerSecond }) => ({
          durationMs,
          level: ratePerSecond,
          text: grouped(formatRate(ratePerSecond)),
        }));
  if (!Number.isFinite(plannedEndMs(load)) || isLevel(steps)) return '';
  if (steps.length > MAX_SHOWN) return `${groupThousands(steps.length)}, too many to list`;
  let from = 0;
  return steps
    .map(({ durationMs, level, text }) => {
      const word = durationMs > 0 && level === from ? 'at' : 'to';
      from = level;
      return `${durationMs === 0 ? 'jump' : writeDurationMs(durationMs)} ${word} ${text}`;
    })
    .join(', ');
}

/** A constant level is already described by the load and its duration. */
function isLevel([first, second, ...more]: readonly {
  readonly durationMs: number;
  readonly level: number;
}[]): boolean {
  return more.length === 0 && first?.durationMs === 0 && first.level === second?.level;
}

/** What is excluded from measurement; undefined if nothing is. */
export function describeMeasured({ warmUpMs, measure }: Pick<LoadProfile, 'warmUpMs' | 'measure'>): string | undefined {
  const parts = [
    ...(warmUpMs > 0 ? [`without the first ${formatDurationMs(warmUpMs)}`] : []),
    ...(measure === 'steady' ? ['only the steady state, without ramps'] : []),
  ];
  return parts.length === 0 ? undefined : parts.join(', ');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

import { exitCodeOf } from '../platform/exit-code.ts';
import type { Capacity, CapacityStep } from '../report/capacity/capacity-schema.ts';
import { nameLoad } from '../report/capacity/describe-capacity.ts';
import { bracketOf } from './capacity-search.ts';
import type { Limiter } from './limiter.ts';

type Answer = Capacity['answer'];

/** How a search came to its end. */
export type SearchEnd =
  | { readonly kind: 'found' | 'not-reached' | 'missed' }
  /** Before the answer was sharp. `why`: a sentence without a full stop. */
  | {
      readonly kind: 'cut';
      readonly by: 'signal' | 'budget' | 'time' | 'generator' | 'trouble' | 'unexpected';
      readonly why: string;
    };

const LIMITER_TEXTS: Readonly<Record<Limiter, string>> = {
  bot: 'The bot is the limit.',
  gate: 'The gateway in front of the bot is the limit: it refuses connections (429, 403 or 503). Where it counts by address, more of them may help (--local-address).',
  address:
    'The ports of this machine are the limit, not the bot: give more addresses with --local-address, or use a second machine.',
  generator: 'The generator is the limit, so no ceiling is named; use a machine with more cores, or several.',
  budget: 'The budget is the limit.',
};

/** What the search says, in figures and in words. `limiterOfFailed`: of the lowest load that failed. */
export function answerOf(
  end: SearchEnd,
  steps: readonly CapacityStep[],
  over: Capacity['over'],
  limiterOfFailed: Limiter | undefined,
): Answer {
  const { held, failed } = bracketOf(steps);
  const limiter = limiterOf(end, limiterOfFailed);
  const proven = held?.kind === 'confirm' && held.outcome === 'held';
  const broke = failed && brokeFirst(failed);
  const sentences = [
    ...describeBracket(end, held, failed, over),
    ...(held && !proven
      ? [`That it held is not proven: ${held.why.join('; ') || 'no longer hold has confirmed it'}.`]
      : []),
    ...(broke ? [`What broke first at ${nameLoad(failed.load, over)}: ${broke.why}.`] : []),
    ...(limiter ? [LIMITER_TEXTS[limiter]] : []),
  ];
  return {
    status: end.kind === 'cut' ? 'bracket' : end.kind,
    ...(held && { held: held.load }),
    proven,
    ...(failed && { failed: failed.load }),
    ...(broke && { brokeFirst: broke }),
    ...(limiter && { limiter }),
    exitCode: exitCodeOf(exitOf(end)),
    text: sentences,
  };
}

function limiterOf(end: SearchEnd, ofFailed: Limiter | undefined): Limiter | undefined {
  if (end.kind === 'not-reached') return undefined;
  if (end.kind !== 'cut') return ofFailed;
  if (end.by === 'generator') return 'generator';
  return end.by === 'budget' ? 'budget' : end.by === 'time' ? undefined : ofFailed;
}

function exitOf(end: SearchEnd) {
  if (end.kind === 'missed') return 'threshold';
  if (end.kind !== 'cut') return 'pass';
  return end.by === 'signal' || end.by === 'budget' || end.by === 'unexpected' ? end.by : 'incomplete';
}

function describeBracket(
  end: SearchEnd,
  held: CapacityStep | undefined,
  failed: CapacityStep | undefined,
  over: Capacity['over'],
): string[] {
  if (end.kind === 'missed') return [describeLowest(failed!, over)];
  if (end.kind === 'not-reached')
    return [
      `${sentence(nameLoad(held!.load, over))}, the highest load asked for, held: raise --to to search above it.`,
    ];
  const range = [
    held ? `${sentence(nameLoad(held.load, over))} held` : 'No load was seen to hold',
    ...(failed
      ? [`${nameLoad(failed.load, over)} ${failed.outcome === 'failed' ? 'failed' : 'did not hold (at the limit)'}`]
      : []),
  ].join(held ? ', ' : '; ');
  return end.kind === 'cut' ? [`${sentence(end.why)}.`, `Known until then: ${range}.`] : [`${range}.`];
}

function describeLowest({ load, outcome }: CapacityStep, over: Capacity['over']): string {
  const lowest = `the lowest load, ${nameLoad(load, over)},`;
  return outcome === 'failed'
    ? `Even ${lowest} is too much: lower --from to search below it.`
    : `${sentence(lowest)} could not be seen to hold in time: raise --max-step, or lower --from.`;
}

function brokeFirst({ objectives, why, outcome }: CapacityStep): Answer['brokeFirst'] {
  const bad =
    objectives.find(({ state }) => state === 'bad') ??
    (outcome === 'failed' ? undefined : objectives.find(({ state }) => state !== 'good'));
  return { objective: bad?.expression ?? 'growing', why: why[0] ?? 'it did not hold' };
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

import { type ExitReason, exitCodeOf } from '../platform/exit-code.ts';
import { groupThousands } from '../platform/group-thousands.ts';
import { KnownError, messageOf } from '../platform/known-error.ts';
import { formatDurationMs } from '../platform/time/duration.ts';
import { brokenObjectives } from '../report/capacity/broken-objectives.ts';
import type { Capacity, CapacityStep } from '../report/capacity/capacity-schema.ts';
import { nameLoad } from '../report/capacity/describe-capacity.ts';
import { describeKeyMetric } from '../report/capacity/key-metric.ts';
import { boundsOf } from './capacity-search.ts';
import type { Limiter } from './limiter.ts';

type Answer = Capacity['answer'];

type CutBy = 'signal' | 'budget' | 'time' | 'generator' | 'trouble' | 'unexpected';

/** How a search ended. */
export type SearchEnd =
  | { readonly kind: 'found' | 'not-reached' | 'missed' }
  /** The search ended early. `why`: a sentence without a full stop. */
  | {
      readonly kind: 'cut';
      readonly by: CutBy;
      readonly why: string;
    };

const CUT_BY: Partial<Record<ExitReason, CutBy>> = { incomplete: 'trouble', signal: 'signal' };

/** The end of a search by an error in one of its steps. */
export function endBy(error: unknown): SearchEnd {
  if (error instanceof KnownError) return { kind: 'cut', by: CUT_BY[error.exit] ?? 'unexpected', why: error.message };
  return { kind: 'cut', by: 'unexpected', why: `a bug in palaver (${messageOf(error)}); please report it` };
}

/** The unit of the loads. */
export type AnswerTerms = Pick<Capacity, 'over'>;

const LIMITER_TEXTS: Readonly<Record<Exclude<Limiter, 'generator'>, string>> = {
  bot: 'Bottleneck: the bot.',
  gate: 'Bottleneck: the gateway in front of the bot, which refuses connections (429, 403 or 503). If it limits per IP address, use more addresses (--local-address).',
  address:
    'Bottleneck: this machine, which ran out of local ports; use more addresses (--local-address) or a second machine.',
  budget: 'Bottleneck: the budget, which ran out before the capacity was found.',
};

/** The data of the answer. */
interface Known {
  readonly end: SearchEnd;
  readonly held: CapacityStep | undefined;
  readonly failed: CapacityStep | undefined;
  /** A longer hold has confirmed that `held` is sustained. */
  readonly proven: boolean;
  readonly terms: AnswerTerms;
}

/**
 * The answer of a search, in numbers and in words: the first sentence is the answer, the others its evidence.
 * `limiterOfFailed`: of the lowest load that failed. Columns: how the search ended; whether a load was sustained (proven: a
 * confirmed one), whether a load above it failed or was inconclusive (?), the first sentence, and the bottleneck that is
 * named. An inconclusive load names none.
 *
 *     end           held      failed   first sentence                       limiter named
 *     found         proven    yes      Capacity: 62 …                       of the load that failed
 *     found         else      yes      Capacity (unconfirmed): 62 …           of the load that failed
 *     not-reached   proven    no       Capacity: at least 62 …              none
 *     not-reached   else      no       Capacity (unconfirmed): at least …     none
 *     missed        no        yes      Capacity: below 10 …                 of the load that failed
 *     missed        no        ?        Capacity: unknown; … inconclusive    none
 *     cut           else      yes      Capacity (unconfirmed): between …      of the load that failed
 *     cut           else      ?        Capacity (unconfirmed): at least …     none
 *     cut           else      no       Capacity (unconfirmed): at least …     generator or budget, if that ended it
 *     cut           no        yes      as missed                            of the load that failed
 *     cut           no        no       Capacity: unknown                    generator or budget, if that ended it
 */
export function answerOf(
  end: SearchEnd,
  steps: readonly CapacityStep[],
  terms: AnswerTerms,
  limiterOfFailed: Limiter | undefined,
): Answer {
  const { held, failed } = boundsOf(steps);
  const proven = held?.kind === 'confirm' && held.outcome === 'held';
  const known = { end, held, failed, proven, terms };
  const hasFailed = failed?.outcome === 'failed';
  const limiter = hasFailed ? limiterOfFailed : failed ? undefined : limiterOfEnd(end);
  const broke = hasFailed ? brokeFirst(failed) : undefined;
  return {
    status: end.kind === 'cut' ? 'unfinished' : end.kind,
    ...(held && { held: held.load }),
    proven,
    ...(failed && { failed: failed.load }),
    ...(broke && { brokeFirst: broke }),
    ...(limiter && { limiter }),
    exitCode: exitCodeOf(exitOf(end, hasFailed, proven)),
    text: [
      ...describeAnswer(known),
      ...(end.kind === 'cut' ? [`The search ended early: ${end.why}.`] : []),
      ...describeHeld(known),
      ...(failed ? [describeFailed(failed, terms)] : []),
      ...(limiter ? [describeLimiter(limiter, held)] : []),
    ],
  };
}

function describeLimiter(limiter: Limiter, held: CapacityStep | undefined): string {
  if (limiter !== 'generator') return LIMITER_TEXTS[limiter];
  const unknown = held ? 'the endpoint may sustain more' : 'the capacity of the endpoint is unknown';
  return `Bottleneck: the load generator, so ${unknown}; use a dedicated machine, more cores, or several machines.`;
}

function limiterOfEnd(end: SearchEnd): Limiter | undefined {
  if (end.kind !== 'cut') return undefined;
  return end.by === 'generator' || end.by === 'budget' ? end.by : undefined;
}

function exitOf(end: SearchEnd, hasFailed: boolean, proven: boolean) {
  // A lowest load that was inconclusive has neither passed nor failed.
  if (end.kind === 'missed') return hasFailed ? 'threshold' : 'incomplete';
  if (end.kind !== 'cut') return proven ? 'pass' : 'incomplete';
  return end.by === 'signal' || end.by === 'budget' || end.by === 'unexpected' ? end.by : 'incomplete';
}

/** The first sentence, and what to do if a further search would give a better answer. */
function describeAnswer({ end, held, failed, proven, terms }: Known): string[] {
  const { over } = terms;
  const metric = describeKeyMetric(held, failed);
  const say = (isProven: boolean, what: string, note = '') => [
    `Capacity${isProven ? '' : ' (unconfirmed)'}: ${what}${metric === undefined ? '' : `; ${metric}`}.`,
    ...(note === '' ? [] : [note]),
  ];
  if (!held && !failed) return ['Capacity: unknown; no step produced a result.'];
  if (!held) {
    const lowest = nameLoad(failed!.load, over);
    return failed!.outcome === 'failed'
      ? say(true, `below ${lowest}, the lowest load tested`, 'Lower --from to search below it.')
      : say(true, `unknown; the lowest load tested, ${lowest}, was inconclusive`, 'Raise --max-step, or lower --from.');
  }
  const load = nameLoad(held.load, over);
  if (!failed) {
    if (end.kind !== 'not-reached') return say(proven, `at least ${load}`);
    return say(proven, `at least ${load}, the highest load tested (--to)`, 'Raise --to to search above it.');
  }
  if (end.kind === 'found') return say(proven, load);
  if (failed.outcome !== 'failed') return say(proven, `at least ${load}`);
  return say(proven, `between ${groupThousands(held.load)} and ${nameLoad(failed.load, over)}`);
}

/** Whether a load is confirmed to be sustained. */
function describeHeld({ held, proven, terms: { over } }: Known): string[] {
  if (!held) return [];
  const { load, why, outcome, steadyMs } = held;
  const name = nameLoad(load, over);
  const time = formatDurationMs(steadyMs);
  if (proven) return [`Confirmed: ${name} met every objective for ${time}.`];
  const met = outcome === 'held';
  return [
    met
      ? `${name} met every objective for ${time}, but this was not confirmed by a longer hold (--hold).`
      : `${name}: no objective was missed in ${time}, but the sample is too small: ${why.join('; ')}.`,
  ];
}

function describeFailed(failed: CapacityStep, { over }: AnswerTerms): string {
  const { why } = brokeFirst(failed);
  const name = nameLoad(failed.load, over);
  if (failed.outcome === 'failed') return `Failed at ${name}: ${why}.`;
  return `${name}: inconclusive after ${formatDurationMs(failed.steadyMs)} (--max-step), so not counted as sustained (${why}).`;
}

function brokeFirst(step: CapacityStep): NonNullable<Answer['brokeFirst']> {
  const [broken] = brokenObjectives(step);
  return { objective: broken?.expression ?? 'growing', why: step.why[0] ?? 'not sustained' };
}

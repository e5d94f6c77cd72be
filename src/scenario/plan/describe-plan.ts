import { type LoadProfile, plannedEndMs } from '../../load/load-profile.ts';
import { type TargetOrder, TOGETHER } from '../../load/target-order.ts';
import { counted, groupThousands } from '../../platform/group-thousands.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import type { Conversation, Scenario } from '../scenario.ts';
import { describeMeasured, describeStages, shownLoad } from './describe-load.ts';
import { conversationShares } from './estimate-conversation.ts';
import { assumedTurnMs, estimatePlan, FAST_TURN_MS, type PlanEstimate } from './estimate-plan.ts';
import { maxInputs } from './longest-path.ts';

/** Further input of `describePlan`. */
export interface PlanTerms {
  /** Name of the profile. */
  readonly profile?: string | undefined;
  /** Default: together. */
  readonly order?: TargetOrder;
  /** The mock endpoint replaces the targets, so the duration of a turn is known. */
  readonly isMocked?: boolean;
}

/** The plan of a run in lines: a label in the first column, then the description. `targets` are names. */
export function describePlan(
  scenario: Scenario,
  load: LoadProfile,
  targets: readonly string[],
  { profile, order = TOGETHER, isMocked = false }: PlanTerms = {},
): readonly string[] {
  const turnMs = assumedTurnMs(scenario, isMocked);
  const estimate = estimatePlan(scenario.conversations, load, turnMs);
  const quick = turnMs > FAST_TURN_MS ? estimatePlan(scenario.conversations, load, FAST_TURN_MS) : undefined;
  const [stages, measured] = [describeStages(load), describeMeasured(load)];
  const rows: readonly (readonly [string, string] | undefined)[] = [
    ['scenario', scenario.name],
    profile === undefined ? undefined : ['profile', profile],
    isNamed(targets) ? ['targets', describeTargets(targets, order)] : undefined,
    ['load', shownLoad(load)],
    stages === '' ? undefined : ['stages', stages],
    ['duration', describeDuration(load, estimate, quick)],
    measured === undefined ? undefined : ['measured', measured],
    ...describeConversations(scenario.conversations),
    estimate.inputs === 0 ? undefined : ['assumption', describeAssumed(turnMs, isMocked)],
    ['estimate', describeEstimate(load, estimate, turnMs, order.kind === 'together' ? targets.length : 1)],
    describeQuick(estimate, quick, turnMs),
    describeUncovered(scenario.conversations, Math.max(estimate.conversations, quick?.conversations ?? 0)),
  ];
  return rows.filter((row) => row !== undefined).map(([name, words]) => `${name.padEnd(14)}${words}`);
}

/** A single target without a name is called `default`, set or not. */
function isNamed(targets: readonly string[]): boolean {
  return targets.length > 1 || (targets.length === 1 && targets[0] !== 'default');
}

function describeTargets(targets: readonly string[], order: TargetOrder): string {
  if (targets.length === 1) return targets[0] ?? '';
  if (order.kind === 'together') return `${targets.join(', ')} (each gets the whole load)`;
  const round = [...targets, ...targets.toReversed()].join(' ');
  return `${targets.join(', ')} (in slots of ${formatDurationMs(order.blockMs)}: ${round} …)`;
}

/** Exact with stages; otherwise the bot determines how long the conversations take. */
function describeDuration(load: LoadProfile, estimate: PlanEstimate, quick: PlanEstimate | undefined): string {
  const text = formatDurationMs(estimate.durationMs);
  if (Number.isFinite(plannedEndMs(load)))
    return `${text}, then up to ${formatDurationMs(load.gracefulStopMs)} for running conversations`;
  if (!quick || quick.durationMs >= estimate.durationMs) return `about ${text}`;
  return `about ${text}, or ${formatDurationMs(quick.durationMs)} if the bot takes ${seconds(FAST_TURN_MS)} per turn`;
}

/** The assumptions of all estimates. */
function describeAssumed(turnMs: number, isMocked: boolean): string {
  const why = isMocked ? 'median delay of the mock endpoint' : "palaver's default";
  return `${seconds(turnMs)} per turn (${why}), median think times`;
}

/** Suggested number of conversations for each one of a scenario, so that a random choice probably includes all. */
const ROUNDS = 10;

/** Lines about conversations. */
const MAX_CONVERSATIONS = 20;

function describeConversations(conversations: readonly Conversation[]): readonly (readonly [string, string])[] {
  const shares = conversationShares(conversations);
  const shown =
    conversations.length > MAX_CONVERSATIONS ? conversations.slice(0, MAX_CONVERSATIONS - 1) : conversations;
  const rows = shown.map(({ name, instructions, feed }, index): readonly [string, string] => {
    const percent = (shares[index] ?? 0) * 100;
    const share = conversations.length === 1 ? '' : `${Number(percent.toFixed(percent < 0.1 ? 2 : 1))} %, `;
    return [
      index === 0 ? 'conversations' : '',
      `${name} (${share}${describeInputs(instructions)}${describeEnd(feed)})`,
    ];
  });
  const more = conversations.length - shown.length;
  return more === 0 ? rows : [...rows, ['', `… and ${counted(more, 'more conversation')}`]];
}

/** A feed whose rows are used only once ends the run before its planned end. */
function describeEnd(feed: Conversation['feed']): string {
  if (feed?.whenEmpty !== 'stop' || feed.order === 'random') return '';
  return `; the run ends after the ${counted(feed.rows.length, 'row')} of ${feed.file}`;
}

/** With loops and branches, an upper bound. */
function describeInputs(instructions: Conversation['instructions']): string {
  const qualifier = instructions.some(({ kind }) => kind === 'branch' || kind === 'repeat') ? 'at most ' : '';
  return `${qualifier}${counted(maxInputs(instructions), 'input')}`;
}

function describeEstimate(load: LoadProfile, estimate: PlanEstimate, turnMs: number, targets: number): string {
  const each = targets > 1 ? ' per target' : '';
  const peak =
    load.model === 'open'
      ? `, about ${counted(estimate.peakVus, 'virtual user')} at once${each} if the bot takes ${seconds(turnMs)} per turn`
      : each;
  const sum =
    targets > 1
      ? `; in total ${counted(estimate.conversations * targets, 'conversation')}, ${counted(estimate.inputs * targets, 'input')}`
      : '';
  return `about ${counted(estimate.conversations, 'conversation')}, ${counted(estimate.inputs, 'input')}${peak}${sum}`;
}

/** In the closed model, a fast bot gets more inputs. */
function describeQuick(
  assumed: PlanEstimate,
  quick: PlanEstimate | undefined,
  turnMs: number,
): readonly [string, string] | undefined {
  if (!quick || quick.conversations <= assumed.conversations) return undefined;
  const counts = `${counted(quick.conversations, 'conversation')}, ${counted(quick.inputs, 'input')}`;
  return ['', `up to ${counts} if the bot takes ${seconds(FAST_TURN_MS)} per turn instead of ${seconds(turnMs)}`];
}

/** Conversations are chosen at random by weight: fewer than the scenario has cannot cover it. */
function describeUncovered(
  conversations: readonly Conversation[],
  planned: number,
): readonly [string, string] | undefined {
  if (planned >= conversations.length) return undefined;
  const all = `the ${groupThousands(conversations.length)} conversations of the scenario`;
  return ['', `not all of ${all}: set a longer load, such as --conversations ${conversations.length * ROUNDS}`];
}

function seconds(ms: number): string {
  return `${Number((ms / 1000).toPrecision(3))} s`;
}

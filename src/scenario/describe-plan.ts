import type { LoadProfile, Stage } from '../load/load-profile.ts';
import { formatDurationMs, writeDurationMs } from '../platform/duration.ts';
import { estimatePlan, type PlanEstimate, sharesOf } from './estimate-plan.ts';
import type { Conversation, Scenario } from './scenario.ts';

/** What is about to happen, in lines for people: `name` in a column, then the words. `targets` are names. */
export function describePlan(scenario: Scenario, load: LoadProfile, targets: readonly string[]): readonly string[] {
  const estimate = estimatePlan(scenario.conversations, load);
  const rows: readonly (readonly [string, string] | undefined)[] = [
    ['scenario', scenario.name],
    targets.length > 0 ? ['targets', describeTargets(targets)] : undefined,
    ['load', describeLoad(load)],
    load.stages.length > 0 ? ['stages', describeStages(load.stages)] : undefined,
    ['duration', describeDuration(load, estimate)],
    ...describeConversations(scenario.conversations),
    ['expected', describeEstimate(estimate, targets.length)],
  ];
  return rows.filter((row) => row !== undefined).map(([name, words]) => `${name.padEnd(14)}${words}`);
}

function describeTargets(targets: readonly string[]): string {
  return targets.length === 1 ? (targets[0] ?? '') : `${targets.join(', ')} (each gets the whole load)`;
}

/** The load in a few words. */
export function describeLoad(load: LoadProfile): string {
  const limit = load.conversations === undefined ? '' : `, ${count(load.conversations, 'conversation')} in total`;
  return `closed, ${load.stages.length > 2 ? 'up to ' : ''}${count(load.maxVus, 'virtual user')}${limit}`;
}

function describeStages(stages: readonly Stage[]): string {
  let from = 0;
  return stages
    .map(({ durationMs, vus }) => {
      const level = durationMs > 0 && vus === from ? 'at' : 'to';
      from = vus;
      return `${durationMs === 0 ? 'jump' : writeDurationMs(durationMs)} ${level} ${vus}`;
    })
    .join(', ');
}

function describeDuration(load: LoadProfile, estimate: PlanEstimate): string {
  const planned = load.stages.length > 0 ? '' : 'about ';
  const rest = `then up to ${formatDurationMs(load.gracefulStopMs)} for running conversations`;
  return `${planned}${formatDurationMs(estimate.durationMs)}${planned ? '' : `, ${rest}`}`;
}

function describeConversations(conversations: readonly Conversation[]): readonly (readonly [string, string])[] {
  const shares = sharesOf(conversations);
  return conversations.map(({ name, steps }, index) => {
    const share = conversations.length === 1 ? '' : `${Number(((shares[index] ?? 0) * 100).toFixed(1))} %, `;
    return [index === 0 ? 'conversations' : '', `${name} (${share}${count(steps.length, 'input')})`];
  });
}

function describeEstimate(estimate: PlanEstimate, targets: number): string {
  const each = targets > 1 ? ' per target' : '';
  return `roughly ${count(estimate.conversations, 'conversation')} (a connection each), ${count(estimate.inputs, 'input')}${each}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

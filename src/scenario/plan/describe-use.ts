import { PLATFORM_TERMS } from '../../endpoint/protocol/platform-terms.ts';
import { counted, groupThousands } from '../../platform/group-thousands.ts';
import type { Budget } from '../scenario.ts';
import type { GuardedTarget } from './budget.ts';
import type { PlannedUse } from './planned-use.ts';

/** The planned use of the platform, in lines like those of `describePlan`. */
export function describeUse(use: PlannedUse, targets: readonly Pick<GuardedTarget, 'protocol'>[]): readonly string[] {
  const hasContacts = targets.length === 0 || targets.some(isBilledPlatform);
  return [
    line(
      'peak use',
      `up to ${counted(use.connectionsPer5Minutes, 'connection')} per 5 minutes, ${counted(use.inputsPerHour, 'input')} per hour`,
    ),
    ...(hasContacts
      ? [line('contacts', `up to ${counted(use.contacts, 'contact profile')} (one for each user id)`)]
      : []),
  ];
}

/** The budget, and a warning if the plan may exceed it; empty without a budget. */
export function describeLimits(
  use: PlannedUse,
  targets: readonly GuardedTarget[],
  budget: Budget | undefined,
): readonly string[] {
  if (!budget) return [];
  const excess = describeExcess(use, targets, budget);
  return [
    line('budget', describeBudget(budget)),
    ...(excess === '' ? [] : [line('', `may be used up before the end: the plan uses up to ${excess}`)]),
  ];
}

/** Counted as during the run: inputs of all targets, conversations of targets that are not in test mode. */
function describeExcess(use: PlannedUse, targets: readonly GuardedTarget[], budget: Budget): string {
  const inputs = use.inputs * targets.length;
  const conversations = use.billable * targets.filter((target) => !target.testMode && isBilledPlatform(target)).length;
  const cost = conversations * (budget.costPerConversation ?? 0);
  return [
    inputs > (budget.inputs ?? Number.POSITIVE_INFINITY) && counted(inputs, 'input'),
    conversations > (budget.conversations ?? Number.POSITIVE_INFINITY) &&
      counted(conversations, 'billable conversation'),
    cost > (budget.cost ?? Number.POSITIVE_INFINITY) && `a cost of ${amount(cost)}`,
  ]
    .filter((part) => part !== false)
    .join(', ');
}

/** Billable conversations of targets that are neither on this machine nor in test mode (which is not billed). */
export function describeBilling(
  use: PlannedUse,
  targets: readonly GuardedTarget[],
  budget: Budget | undefined,
): readonly string[] {
  const billed = targets.filter((target) => !target.loopback && !target.testMode && isBilledPlatform(target));
  const [first] = billed;
  if (!first) return [];
  const { inputsPerBillable } = PLATFORM_TERMS[first.protocol];
  const conversations = use.billable * billed.length;
  const price = budget?.costPerConversation;
  const cost = price === undefined ? '' : `, a cost of about ${amount(conversations * price)}`;
  return [
    line(
      'billable',
      `up to ${counted(conversations, 'conversation')} (one per ${inputsPerBillable} inputs of a session, rounded up)${cost}`,
    ),
  ];
}

function isBilledPlatform({ protocol }: Pick<GuardedTarget, 'protocol'>): boolean {
  return PLATFORM_TERMS[protocol].inputsPerBillable !== undefined;
}

function describeBudget({ inputs, conversations, costPerConversation, cost }: Budget): string {
  return [
    inputs !== undefined && counted(inputs, 'input'),
    conversations !== undefined && counted(conversations, 'billable conversation'),
    cost !== undefined && `a cost of ${amount(cost)}`,
    costPerConversation !== undefined && `at ${groupThousands(costPerConversation)} per conversation`,
  ]
    .filter((part) => part !== false)
    .join(', ');
}

/** Of money, rounded to two decimals. */
const amount = (cost: number) => groupThousands(Number(cost.toFixed(2)));

const line = (name: string, words: string) => `${name.padEnd(14)}${words}`;

import type { Budget } from '../scenario.ts';
import type { GuardedTarget } from './budget.ts';
import type { PlannedUse } from './planned-use.ts';

/** What the plan uses of the platform, in lines like those of `describePlan`. */
export function describeUse(use: PlannedUse): readonly string[] {
  return [
    line(
      'busiest',
      `up to ${counted(use.connectionsPer5Minutes, 'connection')} in 5 minutes, ${counted(use.inputsPerHour, 'input')} in an hour`,
    ),
    line('contacts', `up to ${counted(use.contacts, 'contact profile')} (one for each user id)`),
  ];
}

/** The budget, and where the plan may take more, that it will not come to its end; nothing without a budget. */
export function describeLimits(
  use: PlannedUse,
  targets: readonly GuardedTarget[],
  budget: Budget | undefined,
): readonly string[] {
  if (!budget) return [];
  const excess = describeExcess(use, targets, budget);
  return [
    line('budget', describeBudget(budget)),
    ...(excess === '' ? [] : [line('', `may be spent before the end: the plan takes up to ${excess}`)]),
  ];
}

/** As the running budget counts: inputs of all targets, conversations of those that are not in test mode. */
function describeExcess(use: PlannedUse, targets: readonly GuardedTarget[], budget: Budget): string {
  const inputs = use.inputs * targets.length;
  const conversations = use.billable * targets.filter(({ testMode }) => !testMode).length;
  const cost = conversations * (budget.costPerConversation ?? 0);
  return [
    inputs > (budget.inputs ?? Number.POSITIVE_INFINITY) && counted(inputs, 'input'),
    conversations > (budget.conversations ?? Number.POSITIVE_INFINITY) &&
      counted(conversations, 'billable conversation'),
    cost > (budget.cost ?? Number.POSITIVE_INFINITY) && `a cost of ${Number(cost.toFixed(2))}`,
  ]
    .filter((part) => part !== false)
    .join(', ');
}

/** What is billed, for targets that are not on this machine; nothing is in test mode. */
export function describeBilling(
  use: PlannedUse,
  targets: readonly GuardedTarget[],
  budget: Budget | undefined,
): readonly string[] {
  const billed = targets.filter(({ loopback, testMode }) => !loopback && !testMode).length;
  if (billed === 0) return [];
  const conversations = use.billable * billed;
  const price = budget?.costPerConversation;
  const cost = price === undefined ? '' : `, a cost of about ${Number((conversations * price).toFixed(2))}`;
  return [line('billable', `up to ${counted(conversations, 'conversation')} (each 50 inputs of a session)${cost}`)];
}

function describeBudget({ inputs, conversations, costPerConversation, cost }: Budget): string {
  return [
    inputs !== undefined && counted(inputs, 'input'),
    conversations !== undefined && counted(conversations, 'billable conversation'),
    cost !== undefined && `a cost of ${cost}`,
    costPerConversation !== undefined && `at ${costPerConversation} a conversation`,
  ]
    .filter((part) => part !== false)
    .join(', ');
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

const line = (name: string, words: string) => `${name.padEnd(14)}${words}`;

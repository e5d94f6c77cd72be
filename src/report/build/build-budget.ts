import type { Readings } from '../../measure/readings.ts';
import type { Report } from '../report.ts';
import type { BudgetFacts } from '../run-facts.ts';

/** The use of the platform, planned use and budget. */
export function buildBudget(
  { everything: readings }: Readings,
  { planned, limit }: BudgetFacts = {},
): Report['budget'] {
  const billable = readings.counter('conversations_billable');
  return {
    conversations: readings.counter('conversations_started'),
    connections: readings.counter('connects') + readings.counter('connects_failed'),
    inputs: readings.counter('inputs_sent'),
    billable,
    ...(limit?.costPerConversation === undefined ? {} : { cost: costOf(billable, limit.costPerConversation) }),
    ...(planned && { planned }),
    ...(limit && { limit }),
  };
}

/** Rounded, to hide errors of binary fractions. */
function costOf(conversations: number, price: number): number {
  return Number((conversations * price).toFixed(6));
}

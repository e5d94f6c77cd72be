import { type FlatIssue, valueAt } from '../file/flatten-issues.ts';

/** Conversations without `start` although a load, of the scenario or of a profile, starts each at its own. */
export function findMissingStarts(scenario: unknown): readonly FlatIssue[] {
  const profiles = valueAt(scenario, ['profiles']);
  const loads = [scenario, ...(typeof profiles === 'object' && profiles !== null ? Object.values(profiles) : [])];
  if (!loads.some((part) => valueAt(part, ['load', 'open', 'arrivals']) === 'recorded')) return [];
  const conversations = valueAt(scenario, ['conversations']);
  if (!Array.isArray(conversations)) return [];
  return conversations.flatMap((conversation, index): FlatIssue[] => {
    if (typeof conversation !== 'object' || conversation === null || 'start' in conversation) return [];
    const message = `conversations[${index}] has no start, which arrivals: recorded needs; add one, such as start: 12.5s`;
    return [{ path: ['conversations', index], message, atKey: false, isFullMessage: true }];
  });
}

import { type FlatIssue, valueAt } from '../file/flatten-issues.ts';

/** Conversations of the same name, which reports could not distinguish. The input may be invalid elsewhere. */
export function findDuplicateNames(scenario: unknown): readonly FlatIssue[] {
  const conversations = valueAt(scenario, ['conversations']);
  if (!Array.isArray(conversations)) return [];
  const names = conversations.map((conversation, index) => {
    const given = valueAt(conversation, ['name']);
    return given === undefined ? `conversation ${index + 1}` : given;
  });
  return names.flatMap((name, index): FlatIssue[] => {
    const first = names.indexOf(name);
    if (typeof name !== 'string' || first === index) return [];
    const message = `is also the name of conversation ${first + 1}; use another name`;
    return [{ path: ['conversations', index, 'name'], message, atKey: false, isFullMessage: false }];
  });
}

import { hintForUnknown } from '../../platform/nearest-word.ts';
import { MIN_SECRET } from '../../platform/secret-set.ts';
import { textsOfSecret } from '../data/user-secrets.ts';
import { type FlatIssue, valueAt } from '../file/flatten-issues.ts';
import { reachableSteps, type ScenarioSteps } from '../file/parse-steps.ts';
import type { Feed } from '../scenario.ts';
import { isMap } from '../schema/choice-schema.ts';

/**
 * Names in `secrets` that are neither a column of a feed nor captured, and values that are too short to be hidden: in every
 * text they would be part of words.
 */
export function findSecretFaults(
  scenario: unknown,
  { conversations, lists }: ScenarioSteps,
  feeds: ReadonlyMap<number, Feed | undefined>,
): readonly FlatIssue[] {
  const names = valueAt(scenario, ['secrets']);
  if (!Array.isArray(names)) return [];
  const read = [...new Set(feeds.values())];
  const steps = conversations.flatMap((conversation) => reachableSteps(conversation.steps, lists));
  const captures = steps.flatMap((step) => step.captures);
  const known = [...new Set([...read.flatMap((feed) => feed?.columns ?? []), ...captures])];
  // The columns of a feed that was not read are unknown, and so is what functions return.
  const callsFunctions =
    valueAt(scenario, ['setup']) !== undefined || steps.some(({ written }) => isMap(written) && 'call' in written);
  const isUnknown = (name: string) => !known.includes(name) && !read.includes(undefined) && !callsFunctions;
  return names.flatMap((name, index) => {
    if (typeof name !== 'string') return [];
    const message = isUnknown(name) ? unknownMessage(known) : tooShort(name, read);
    return message === undefined
      ? []
      : [{ path: ['secrets', index], message: message(name), atKey: false, isFullMessage: true }];
  });
}

function unknownMessage(known: readonly string[]): (name: string) => string {
  return (name) =>
    `secrets names "${name}", which is neither a column of a feed nor captured; ${known.length === 0 ? 'remove it' : hintForUnknown(name, known)}`;
}

function tooShort(name: string, feeds: readonly (Feed | undefined)[]): (() => string) | undefined {
  for (const feed of feeds) {
    if (!feed?.columns.includes(name)) continue;
    const isShort = (value: string) => value.length > 0 && value.length < MIN_SECRET;
    const row = feed.rows.findIndex((each) => textsOfSecret(each[name]).some(isShort));
    if (row >= 0)
      return () =>
        `secrets names "${name}", but row ${row + 1} of ${feed.file} has a value of fewer than ${MIN_SECRET} characters, which cannot be hidden; use longer ones`;
  }
  return undefined;
}

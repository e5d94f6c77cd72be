import { KnownError } from '../../platform/known-error.ts';
import { readFeed } from '../data/feed.ts';
import type { FindFile } from '../data/named-files.ts';
import { type FlatIssue, valueAt } from '../file/flatten-issues.ts';
import { isFeed } from '../file/needed.ts';
import type { Path } from '../file/text-place.ts';
import type { Feed } from '../scenario.ts';
import { feed as feedSchema } from '../schema/feed-schema.ts';

export interface ReadFeeds {
  /** By the index of the conversation; undefined: its feed could not be read. */
  readonly feeds: ReadonlyMap<number, Feed | undefined>;
  readonly issues: readonly FlatIssue[];
}

/**
 * Reads the feeds of all conversations of an unchecked scenario, each file once. `find`: resolves their paths; undefined:
 * their rows are not needed, so none is read. Feeds whose variables are `unresolved` are not read either.
 */
export function readFeeds(scenario: unknown, find: FindFile | undefined, unresolved: readonly Path[] = []): ReadFeeds {
  const unknown = new Set(unresolved.filter(isFeed).map(([, index]) => index));
  const feeds = new Map<number, Feed | undefined>();
  const issues: FlatIssue[] = [];
  const read = new Map<string, Feed | KnownError>();
  const conversations = valueAt(scenario, ['conversations']);
  for (const [index, conversation] of Array.isArray(conversations) ? conversations.entries() : []) {
    const written = valueAt(conversation, ['feed']);
    if (written === undefined) continue;
    feeds.set(index, undefined);
    const input = feedSchema.safeParse(written);
    if (!input.success || !find || unknown.has(index)) continue;
    const key = JSON.stringify(input.data);
    const result = read.get(key) ?? tryRead(input.data, find);
    read.set(key, result);
    if (result instanceof KnownError) {
      const message = [result.message, result.hint].filter(Boolean).join('; ');
      issues.push({ path: ['conversations', index, 'feed'], message, atKey: true, isFullMessage: true });
    } else {
      feeds.set(index, result);
    }
  }
  return { feeds, issues };
}

function tryRead(input: Parameters<typeof readFeed>[0], find: FindFile): Feed | KnownError {
  try {
    return readFeed(input, find);
  } catch (thrown) {
    if (thrown instanceof KnownError) return thrown;
    throw thrown;
  }
}

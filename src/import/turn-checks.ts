import { type Matcher, matcherOf, matcherOfAny, type TextTest } from './text-test.ts';

/** The expected replies of one turn, collected section by section. */
export interface GatheredChecks {
  readonly wanted: readonly TextTest[];
  readonly unwanted: readonly TextTest[];
  readonly quickReplies: readonly string[];
  readonly jsonpath: Readonly<Record<string, unknown>>;
}

export interface BuiltChecks {
  /** The value of `expect` (or `wait`); undefined if there are no checks. */
  readonly expect: Readonly<Record<string, unknown>> | undefined;
  /** Tests that cannot be expressed. */
  readonly leftOver: readonly TextTest[];
}

/** Paths that all lead to the text of a reply: each contains one more test. */
const TEXT_PATHS = ['$.text', "$['text']", '$["text"]'];

/**
 * The collected tests as one check. Each expected text may be in a different reply, so each gets its own path; an unwanted
 * text must be in no reply.
 */
export function expectationsOf({ wanted, unwanted, quickReplies, jsonpath }: GatheredChecks): BuiltChecks {
  const leftOver: TextTest[] = [];
  const places: Record<string, unknown> = {};
  const paths: Record<string, unknown> = { ...jsonpath };
  const banned = unwanted.length === 0 ? undefined : matcherOfAny(unwanted);
  if (banned) places.text = { all: { not: banned } };
  else leftOver.push(...unwanted);
  for (const test of wanted) {
    const matcher = matcherOf(test);
    if (!matcher || !takePlace(matcher, places, paths)) leftOver.push(test);
  }
  if (quickReplies.length > 0) places.quickReplies = [...new Set(quickReplies)];
  if (Object.keys(paths).length > 0) places.jsonpath = paths;
  return { expect: Object.keys(places).length > 0 ? places : undefined, leftOver };
}

function takePlace(matcher: Matcher, places: Record<string, unknown>, paths: Record<string, unknown>): boolean {
  if (places.text === undefined) {
    places.text = matcher;
    return true;
  }
  const path = TEXT_PATHS.find((candidate) => paths[candidate] === undefined);
  if (path !== undefined) paths[path] = matcher;
  return path !== undefined;
}

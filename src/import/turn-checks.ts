import { allOf, anyOf, type Matcher } from './text-test.ts';

/** The expected replies of one turn. */
export interface GatheredChecks {
  /** One for each expected reply, in order; undefined: any reply. */
  readonly replies: readonly (Matcher | undefined)[];
  /** No reply may match any of these. */
  readonly unwanted: readonly Matcher[];
  /** Titles, or `{ like: … }`. */
  readonly quickReplies: readonly unknown[];
  readonly jsonpath: Readonly<Record<string, unknown>>;
}

/** The value of `expect` (or `wait`); undefined if there are no checks. */
export function expectationsOf(checks: GatheredChecks): Readonly<Record<string, unknown>> | undefined {
  const { quickReplies, jsonpath } = checks;
  const text = textCheckOf(checks);
  const expect = {
    ...(text && { text }),
    ...(Object.keys(jsonpath).length > 0 && { jsonpath }),
    ...(quickReplies.length > 0 && { quickReplies: withoutRepeats(quickReplies) }),
  };
  return Object.keys(expect).length > 0 ? expect : undefined;
}

/** Each expected text is that of a reply of its own; an unwanted text must be in no reply. */
function textCheckOf({ replies, unwanted }: GatheredChecks): Matcher | undefined {
  const banned = unwanted.length === 0 ? undefined : anyOf(withoutRepeats(unwanted));
  const [first] = replies;
  const not = banned && { not: banned };
  if (replies.every((matcher) => matcher === undefined) && replies.length < 2)
    return banned && { all: { not: banned } };
  if (replies.length < 2) return banned && first ? allOf([first, { not: banned }]) : first;
  return { inOrder: replies.map((matcher) => matcher ?? { like: '*' }), ...not };
}

function withoutRepeats<T>(values: readonly T[]): readonly T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

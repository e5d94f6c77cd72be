import { writeDurationMs } from '../../platform/time/duration.ts';
import type { PlacedConversation } from '../build/build-conversations.ts';
import type { FlatIssue } from '../file/flatten-issues.ts';
import type { CompletionRule, SayStep } from '../scenario.ts';

/** Steps that can only fail because their expectation, completion and timeout contradict each other. */
export function findContradictions(conversations: readonly PlacedConversation[]): readonly FlatIssue[] {
  const found = new Map<string, FlatIssue>();
  for (const { conversation, places } of conversations) {
    for (const [at, instruction] of conversation.instructions.entries()) {
      const step = instruction.kind === 'turn' ? conversation.steps[instruction.step] : undefined;
      for (const [key, message] of step ? contradictionsOf(step) : []) {
        const path = [...(places[at] ?? []), key];
        const place = JSON.stringify([path, message]);
        // A list that is used twice is reported once.
        if (found.has(place)) continue;
        found.set(place, { path, message: `of step "${step?.label}": ${message}`, atKey: true, isFullMessage: false });
      }
    }
  }
  return [...found.values()];
}

function contradictionsOf({
  completion,
  expect,
  timeoutMs,
  captures,
}: SayStep): readonly (readonly [string, string])[] {
  const found: [string, string][] = [];
  if (completion.kind === 'quiet' && completion.ms >= timeoutMs) {
    const [quiet, timeout] = [completion.ms, timeoutMs].map(writeDurationMs);
    found.push(['completion', `waits for ${quiet} without an output, but the timeout is ${timeout}`]);
  }
  const last = repliesBy(completion);
  if (last !== undefined && expect.replies !== undefined && expect.replies !== last) {
    found.push(['expect', `expects ${expect.replies} replies, but the turn ends at reply ${last}`]);
  }
  const { text, jsonpath, quickReplies, source, firstOutputMs } = expect;
  if (
    expect.replies === 0 &&
    [text, jsonpath, quickReplies, source, firstOutputMs].some((part) => part !== undefined)
  ) {
    found.push(['expect', 'expects no reply but also checks a reply']);
  }
  if (expect.replies === 0 && completion.kind === 'match') {
    found.push(['expect', 'expects no reply, but the turn ends at a reply that matches']);
  }
  if (expect.replies === 0 && captures.some(({ otherwise }) => otherwise === undefined)) {
    found.push(['capture', 'takes a value from a reply, but no reply is expected']);
  }
  if (firstOutputMs !== undefined && expect.turnMs !== undefined && firstOutputMs > expect.turnMs) {
    found.push(['expect', 'firstOutput is larger than turn']);
  }
  return found;
}

/** The number of the reply that ends a turn, if the rule determines it. */
function repliesBy(completion: CompletionRule): number | undefined {
  if (completion.kind === 'first-output') return 1;
  return completion.kind === 'replies' ? completion.count : undefined;
}

import { writeDurationMs } from '../platform/duration.ts';
import type { FlatIssue } from './flatten-issues.ts';
import type { CompletionRule, Conversation, SayStep } from './scenario.ts';

/** Steps that can only fail: what they expect, how their turn ends and their timeout do not go together. */
export function findContradictions(conversations: readonly Conversation[]): readonly FlatIssue[] {
  return conversations.flatMap(({ steps }, conversation) =>
    steps.flatMap((step, index) =>
      contradictionsOf(step).map(([key, message]) => {
        const path = ['conversations', conversation, 'steps', index, key];
        return { path, message: `of step "${step.label}" ${message}`, atKey: true, saysAll: false };
      }),
    ),
  );
}

function contradictionsOf({ completion, expect, timeoutMs }: SayStep): readonly (readonly [string, string])[] {
  const found: [string, string][] = [];
  if (completion.kind === 'quiet' && completion.ms >= timeoutMs) {
    const [quiet, timeout] = [completion.ms, timeoutMs].map(writeDurationMs);
    found.push(['completion', `waits for ${quiet} of quiet, but its timeout of ${timeout} comes first`]);
  }
  const most = repliesBy(completion);
  if (most !== undefined && expect.replies !== undefined && expect.replies !== most) {
    found.push(['expect', `asks for ${expect.replies} replies, but its turn ends with number ${most}`]);
  }
  if (expect.replies === 0 && (expect.text || expect.firstOutputMs !== undefined)) {
    found.push(['expect', 'asks for no reply, and for something of a reply']);
  }
  return found;
}

/** The number of the reply that ends a turn, where the rule fixes it. */
function repliesBy(completion: CompletionRule): number | undefined {
  if (completion.kind === 'first-output') return 1;
  return completion.kind === 'replies' ? completion.count : undefined;
}

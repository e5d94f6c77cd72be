import { KnownError } from '../platform/known-error.ts';
import { shortHash } from '../platform/redact.ts';
import { buildConversations } from './build-conversations.ts';
import { buildScenario } from './build-scenario.ts';
import { findFaults } from './find-faults.ts';
import { flattenIssues } from './flatten-issues.ts';
import { outlineOf } from './outline.ts';
import { wordIssueAt } from './place-issues.ts';
import type { Scenario } from './scenario.ts';
import { scenarioSchema } from './scenario-schema.ts';
import { wordIssue } from './word-issue.ts';

/** The same forms as under `defaults` of a scenario file. */
export interface QuickTurns {
  readonly think?: string;
  readonly timeout?: string;
}

/** A scenario without a file: one conversation that says these texts in order. KnownError when there is nothing to say. */
export function quickScenario(say: readonly string[], defaults: QuickTurns = {}): Scenario {
  const input = { conversations: [{ name: 'quick', steps: say }], defaults };
  const result = scenarioSchema.safeParse(input, { error: wordIssue, reportInput: true });
  const faults = findFaults(input, outlineOf(input), { feeds: new Map(), issues: [] });
  if (result.success && faults.length === 0) {
    const conversations = buildConversations(result.data, new Map()).map(({ conversation }) => conversation);
    return buildScenario(result.data, conversations, {
      name: 'quick',
      sha256: shortHash(JSON.stringify(input), 64),
      folder: '.',
    });
  }
  const issues = [...flattenIssues(result.error?.issues ?? [], input), ...faults];
  const problems = issues.map((issue) => wordIssueAt(issue, input));
  throw new KnownError(`--say: ${problems.join('; ')}`, {
    hint: 'give each text with a --say of its own: --say hello --say "book a table"',
  });
}

import { KnownError } from '../platform/known-error.ts';
import { shortHash } from '../platform/redact.ts';
import { buildConversations } from './build/build-conversations.ts';
import { buildScenario } from './build/build-scenario.ts';
import { filesIn } from './data/named-files.ts';
import { findFaults } from './faults/find-faults.ts';
import { flattenIssues } from './file/flatten-issues.ts';
import { issueMessage } from './file/issue-message.ts';
import { parseSteps } from './file/parse-steps.ts';
import { messageWithField } from './file/place-issues.ts';
import type { Scenario } from './scenario.ts';
import { scenarioSchema } from './schema/scenario-schema.ts';

/** A scenario without a file: one conversation that says these texts in order. KnownError if a text is empty. */
export function quickScenario(say: readonly string[]): Scenario {
  const input = { conversations: [{ name: 'quick', steps: say }] };
  const result = scenarioSchema.safeParse(input, { error: issueMessage, reportInput: true });
  const parsed = parseSteps(input);
  const faults = findFaults(input, parsed, { feeds: new Map(), issues: [] });
  if (result.success && faults.length === 0) {
    const conversations = buildConversations(result.data, parsed, new Map());
    return buildScenario(result.data, conversations, {
      name: 'quick',
      sha256: shortHash(JSON.stringify(input), 64),
      find: filesIn('.'),
    });
  }
  const issues = [...flattenIssues(result.error?.issues ?? [], input), ...faults];
  const problems = issues.map((issue) => messageWithField(issue, input));
  throw new KnownError(`--say: ${problems.join('; ')}`, {
    hint: 'use one --say per utterance: --say hello --say "book a table"',
  });
}

import { KnownError } from '../platform/known-error.ts';
import { shortHash } from '../platform/redact.ts';
import { buildScenario } from './build-scenario.ts';
import { flattenIssues } from './flatten-issues.ts';
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
  if (result.success) return buildScenario(result.data, 'quick', shortHash(JSON.stringify(input), 64));
  const problems = flattenIssues(result.error.issues, input).map((issue) => wordIssueAt(issue, input));
  throw new KnownError(`--say: ${problems.join('; ')}`, {
    hint: 'give each text with a --say of its own: --say hello --say "book a table"',
  });
}

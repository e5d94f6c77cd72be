import { basename } from 'node:path';
import { readTextFile } from '../platform/files.ts';
import { shortHash } from '../platform/redact.ts';
import { buildScenario } from './build-scenario.ts';
import { findContradictions } from './find-contradictions.ts';
import { flattenIssues } from './flatten-issues.ts';
import { findNameClashes } from './name-clash.ts';
import { type NeedOptions, neededPaths, withoutUnneeded } from './needed.ts';
import { parseYaml } from './parse-yaml.ts';
import { placeIssues } from './place-issues.ts';
import { problemsError } from './problem.ts';
import { readValue } from './read-value.ts';
import type { Scenario } from './scenario.ts';
import { scenarioSchema } from './scenario-schema.ts';
import type { Environment } from './variables.ts';
import { wordIssue } from './word-issue.ts';

export interface LoadScenarioOptions extends NeedOptions {
  /** Values for `${NAME}`. */
  readonly env: Environment;
}

/** `loadScenario` on a file's text. KnownError when it cannot be read. */
export function loadScenarioFile(path: string, options: LoadScenarioOptions): Scenario {
  return loadScenario(readTextFile(path, 'scenario'), path, options);
}

/**
 * The scenario in a YAML or JSON text. `path` is for messages, and names a scenario that does not name itself.
 * Throws one KnownError that lists every problem with file, line and column.
 */
export function loadScenario(text: string, path: string, options: LoadScenarioOptions): Scenario {
  const yaml = parseYaml(text);
  if (!('document' in yaml)) throw problemsError(path, yaml);
  const read = readValue(yaml, { env: options.env, isNeeded: neededPaths(options) });
  const value = withoutUnneeded(read.value, read.unresolved);
  const result = scenarioSchema.safeParse(value, { error: wordIssue, reportInput: true });
  const issues = [...flattenIssues(result.error?.issues ?? [], value), ...findNameClashes(value)];
  const problems = [...read.problems, ...placeIssues(issues, value, read.places, yaml)];
  if (!result.success || problems.length > 0) throw problemsError(path, problems);
  const scenario = buildScenario(result.data, basename(path).replace(/\.(ya?ml|json)$/i, ''), shortHash(text, 64));
  const contradictions = findContradictions(scenario.conversations);
  if (contradictions.length > 0) throw problemsError(path, placeIssues(contradictions, value, read.places, yaml));
  return scenario;
}

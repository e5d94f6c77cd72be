import { basename, dirname } from 'node:path';
import type { ProtocolName } from '../endpoint/endpoint-settings.ts';
import { readUtf8File } from '../platform/files/read-file.ts';
import { groupThousands } from '../platform/group-thousands.ts';
import { KnownError } from '../platform/known-error.ts';
import { LIMITS } from '../platform/limits.ts';
import type { Environment } from '../platform/process/environment.ts';
import { shortHash } from '../platform/redact.ts';
import { buildConversations } from './build/build-conversations.ts';
import { buildScenario } from './build/build-scenario.ts';
import { chooseProfile, PROFILE_SECTIONS } from './build/choose-profile.ts';
import { placeHooks } from './build/place-hooks.ts';
import { readFeeds } from './build/read-feeds.ts';
import { filesIn } from './data/named-files.ts';
import { rememberColumn } from './data/user-secrets.ts';
import { findFaults } from './faults/find-faults.ts';
import { findHookFaults } from './faults/find-hook-faults.ts';
import { findReplayFaults } from './faults/find-replay-faults.ts';
import { flattenIssues, valueAt } from './file/flatten-issues.ts';
import { issueMessage } from './file/issue-message.ts';
import { type NeedOptions, neededPaths, withoutUnneeded } from './file/needed.ts';
import { parseSteps, type ScenarioSteps } from './file/parse-steps.ts';
import { parseYaml, type YamlText } from './file/parse-yaml.ts';
import { placeIssues } from './file/place-issues.ts';
import { problemsError } from './file/problem.ts';
import { readValue } from './file/read-value.ts';
import type { Scenario } from './scenario.ts';
import type { ScenarioSource } from './scenario-source.ts';
import { scenarioSchema } from './schema/scenario-schema.ts';

export interface LoadScenarioOptions extends NeedOptions {
  /** Values for `${NAME}`. */
  readonly env: Environment;
  /** Called for each needed variable that is not set, instead of an error; for commands that only inspect the scenario. */
  readonly onMissing?: ((name: string) => void) | undefined;
  /** The protocol of all targets, in place of those of the file. */
  readonly protocol?: ProtocolName | undefined;
  /** Allow the scenario to name files outside its folder. Default false. */
  readonly allowOutside?: boolean | undefined;
}

/** The text of a scenario file. KnownError when it cannot be read. */
export function readScenarioText(path: string): string {
  return readUtf8File(path, 'scenario', LIMITS.scenarioBytes);
}

/** A scenario in YAML or JSON. KnownError when it cannot be read, or as `loadScenario`. */
export function loadScenarioFile(path: string, options: LoadScenarioOptions): Scenario {
  return loadScenario(readScenarioText(path), path, options);
}

/** `parseScenario` of a text in YAML or JSON. */
export function loadScenario(text: string, path: string, options: LoadScenarioOptions): Scenario {
  return parseScenario({ text, path }, options);
}

/**
 * Parses a scenario. Throws one KnownError that lists every problem with its place, or says that there is no such profile.
 */
export function parseScenario({ text, path, fromObject }: ScenarioSource, options: LoadScenarioOptions): Scenario {
  const find = filesIn(dirname(path), options.allowOutside);
  const yaml = parseYaml(text);
  if (!('document' in yaml)) throw problemsError(path, yaml);
  const inProfile = PROFILE_SECTIONS.filter((section) => hasProfileSection(yaml, options.profile, section));
  const read = readValue(yaml, {
    env: options.env,
    isNeeded: neededPaths(options, inProfile),
    onMissing: options.onMissing,
    fromObject,
  });
  const value = withoutUnneeded(read.value, read.unresolved);
  const steps = parseSteps(value);
  refuseTooLong(steps, path);
  const feeds = readFeeds(read.value, options.unneeded?.includes('feeds') ? undefined : find, read.unresolved);
  // Before anything is said of a row.
  const withRows = [...feeds.feeds.values()].flatMap((feed) => feed ?? []);
  for (const name of secretsIn(value)) rememberColumn(withRows, name);
  const result = scenarioSchema.safeParse(value, { error: issueMessage, reportInput: true });
  const issues = [
    ...flattenIssues(result.error?.issues ?? [], value),
    ...findFaults(value, steps, { ...feeds, protocol: options.protocol }),
    ...findReplayFaults(value, find),
    ...findHookFaults(value, steps, find),
  ];
  const problems = [...read.problems, ...placeIssues(issues, value, read.places, yaml)];
  if (!result.success || problems.length > 0) throw problemsError(path, problems, fromObject);
  const conversations = buildConversations(result.data, steps, feeds.feeds).map((each) => placeHooks(each, find));
  return buildScenario(chooseProfile(result.data, options.profile, path), conversations, {
    name: basename(path).replace(/\.(ya?ml|json|m?[jt]s)$/i, ''),
    sha256: shortHash(text, 64),
    find,
  });
}

/** The names under `secrets` of a scenario that is not checked yet. */
function secretsIn(scenario: unknown): readonly string[] {
  const names = valueAt(scenario, ['secrets']);
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
}

/** Checking more steps would take minutes. */
function refuseTooLong({ count }: ScenarioSteps, path: string): void {
  if (count <= LIMITS.scenarioSteps) return;
  throw new KnownError(
    `${path} has ${groupThousands(count)} steps; the maximum is ${groupThousands(LIMITS.scenarioSteps)}`,
    {
      hint: 'share step lists (use), repeat steps, or move the differences to a feed',
    },
  );
}

function hasProfileSection({ document }: YamlText, profile: string | undefined, section: string): boolean {
  return profile !== undefined && document.hasIn(['profiles', profile, section]);
}

import { KnownError } from '../platform/known-error.ts';
import type { Environment } from '../platform/process/environment.ts';
import { parseYaml } from './file/parse-yaml.ts';
import { loadScenario } from './load-scenario.ts';
import type { Scenario } from './scenario.ts';

/** The targets of a scenario file as text: their variables are not replaced, so it has no secret that the file has not. */
export function targetsAsWritten(text: string): string {
  const yaml = parseYaml(text);
  const scenario: unknown = 'document' in yaml ? yaml.document.toJS() : undefined;
  const targets = typeof scenario === 'object' && scenario !== null && 'targets' in scenario ? scenario.targets : {};
  return JSON.stringify(targets ?? {});
}

interface TargetReader {
  /** Who reads them, for messages. */
  readonly where: string;
  /** Whether their URLs are used: only then must the variables in them be set. */
  readonly needUrls: boolean;
}

/** Those targets with the variables of this environment. Throws a KnownError if one is missing. */
export function readTargets(written: string, env: Environment, { where, needUrls }: TargetReader): Scenario['targets'] {
  // What their templates refer to is checked with the conversations of the run: here the columns are unknown.
  const scenario = JSON.stringify({ targets: JSON.parse(written), conversations: [{ feed: '-.csv', steps: ['-'] }] });
  const hint = 'set the variables of the targets in the environment of each agent, or use --fleet-key-file everywhere';
  const missing = new Set<string>();
  const onMissing = (name: string) => void missing.add(name);
  const needs = { needTargets: needUrls, needTargetSettings: true, unneeded: ['feeds'] as const };
  const read = () => loadScenario(scenario, where, { env, ...needs, onMissing });
  try {
    const { targets } = read();
    if (missing.size === 0) return targets;
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    if (missing.size === 0) {
      throw new KnownError(`the targets of the scenario cannot be read on ${where}: ${error.message}`, {
        hint,
        cause: error,
      });
    }
  }
  throw new KnownError(
    `the targets of the scenario need variables that ${where} does not have: ${[...missing].join(', ')}`,
    {
      hint,
    },
  );
}

import { KnownError } from '../platform/known-error.ts';
import type { Environment } from '../platform/process/environment.ts';
import { parseScenario } from '../scenario/load-scenario.ts';
import { quickScenario } from '../scenario/quick-scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { ScenarioSource } from '../scenario/scenario-source.ts';
import { readVarsFile } from '../scenario/vars-file.ts';
import { readPairs } from './key-value.ts';
import { hasLoadFlags } from './plan/resolve-load.ts';
import { neededTargets } from './resolve-targets.ts';
import type { RunOptions, TargetOptions } from './run-options.ts';

/**
 * Parses the scenario, or builds one from the --say texts. `onMissing`: called for variables that are not set, if the
 * scenario is only previewed.
 */
export function resolveScenario(
  source: ScenarioSource | undefined,
  options: RunOptions,
  env: Environment,
  onMissing?: (name: string) => void,
): Scenario {
  if (options.say) {
    if (source) throw new KnownError(`give either a scenario file (${source.path}) or --say, not both`);
    if (options.profile !== undefined)
      throw new KnownError('--profile needs a scenario file', {
        hint: 'name a scenario file, or remove --profile',
      });
    return quickScenario(options.say);
  }
  if (!source) {
    throw new KnownError('no scenario specified', {
      hint: 'name a scenario file, or use --say: --say hello --say "book a table"',
    });
  }
  return parseScenario(source, {
    env: scenarioEnv(options, env),
    needTargets: neededTargets(options),
    needTargetSettings: !options.mock,
    unneeded: [
      ...(hasLoadFlags(options) ? (['load'] as const) : []),
      ...(options.mock ? [] : (['mock'] as const)),
      ...(options['no-thresholds'] ? (['thresholds'] as const) : []),
    ],
    profile: options.profile,
    onMissing,
    allowOutside: options['allow-outside'],
    protocol: options.protocol,
  });
}

/** Variables of a scenario: --vars < environment < -e. */
function scenarioEnv(options: TargetOptions, env: Environment): Environment {
  const file = options.vars === undefined ? {} : readVarsFile(options.vars);
  return { ...file, ...env, ...readPairs(options.env, '-e') };
}

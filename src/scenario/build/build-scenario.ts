import { mockOptionsSchema } from '../../mock/mock-options.ts';
import type { FindFile } from '../data/named-files.ts';
import type { Conversation, RunHook, Scenario } from '../scenario.ts';
import type { ScenarioInput } from '../schema/scenario-schema.ts';
import type { RunHookInput } from '../schema/steps/hook-schema.ts';
import { buildLoad } from './build-load.ts';
import { withModule } from './place-hooks.ts';

/** The source of a scenario. */
interface Origin {
  /** Its name unless the file has one. */
  readonly name: string;
  readonly sha256: string;
  /** Resolves the paths it names. */
  readonly find: FindFile;
}

/** The checked input with all defaults applied. */
export function buildScenario(
  input: ScenarioInput,
  conversations: readonly Conversation[],
  { name, sha256, find }: Origin,
): Scenario {
  return {
    name: input.name ?? name,
    sha256,
    targets: input.targets ?? {},
    mock: input.mock ?? mockOptionsSchema.parse({}),
    load: input.load && buildLoad(input.load, conversations, find),
    conversations,
    thresholds: input.thresholds ?? [],
    setup: input.setup && buildRunHook(input.setup, find),
    teardown: input.teardown && buildRunHook(input.teardown, find),
    marker: input.marker,
    budget: input.budget,
    series: input.series,
    secrets: input.secrets,
    sharedHosts: input.sharedHosts,
  };
}

/** Creating test data, or fetching a token, may take longer than a turn. */
const RUN_HOOK_TIMEOUT_MS = 60_000;

function buildRunHook({ hook, timeoutMs = RUN_HOOK_TIMEOUT_MS }: RunHookInput, find: FindFile): RunHook {
  return { hook: withModule(hook, find), timeoutMs };
}

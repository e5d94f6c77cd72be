import { mockOptionsSchema } from '../../mock/mock-options.ts';
import type { FindFile } from '../data/named-files.ts';
import type { Conversation, Scenario } from '../scenario.ts';
import type { ScenarioInput } from '../schema/scenario-schema.ts';
import { buildLoad } from './build-load.ts';

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
    marker: input.marker,
    budget: input.budget,
    series: input.series,
    sharedHosts: input.sharedHosts,
  };
}

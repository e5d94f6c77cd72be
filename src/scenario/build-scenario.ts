import { closedLoad } from '../load/closed-load.ts';
import type { LoadProfile } from '../load/load-profile.ts';
import { practiceOptionsSchema } from '../practice/practice-options.ts';
import { buildConversations } from './build-conversations.ts';
import { loadDefaults } from './load-defaults.ts';
import type { LoadInput } from './load-schema.ts';
import type { Conversation, Scenario } from './scenario.ts';
import type { ScenarioInput } from './scenario-schema.ts';

/** The checked input with every default laid. */
export function buildScenario(input: ScenarioInput, name: string, sha256: string): Scenario {
  const conversations = buildConversations(input);
  return {
    name: input.name ?? name,
    sha256,
    targets: input.targets ?? {},
    practice: input.practice ?? practiceOptionsSchema.parse({}),
    load: input.load && buildLoad(input.load, conversations),
    conversations,
    thresholds: input.thresholds ?? [],
    marker: undefined,
    budget: undefined,
    sharedHosts: undefined,
  };
}

function buildLoad({ closed, gracefulStop }: LoadInput, conversations: readonly Conversation[]): LoadProfile {
  const defaults = loadDefaults(conversations);
  return closedLoad({
    vus: closed.vus,
    durationMs: closed.duration,
    stages: closed.stages,
    conversations: closed.conversations,
    startSpreadMs: closed.startSpread ?? defaults.startSpreadMs,
    gracefulStopMs: closed.gracefulStop ?? gracefulStop ?? defaults.gracefulStopMs,
  });
}

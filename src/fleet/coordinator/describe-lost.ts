import { counted } from '../../platform/group-thousands.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import type { RunPlan } from '../../run/prepare-run.ts';
import { decodeShard } from '../../run/shards/shard-file.ts';
import { maxInputs } from '../../scenario/plan/longest-path.ts';
import type { RunEnding } from '../../verdict/verdict.ts';
import type { Offer } from '../wire/messages.ts';
import { agentInWords } from './describe-agents.ts';

/** An agent that counts as lost. */
export interface LostAgent {
  readonly agent: Offer;
  /** Name of its shard, such as `3/8`. */
  readonly shard: string;
  readonly why: string;
  /** The last content of its shard file that has arrived, if any. */
  readonly saved: Buffer | undefined;
}

/**
 * What a lost agent means for the results: up to when its own are included, and how many more inputs it can have sent at most. `agents`: number of agents of the run.
 */
export function describeLost({ agent, why, saved }: LostAgent, plan: RunPlan, agents: number): RunEnding {
  const planned = Math.ceil(plan.use.conversations / agents) * longestConversation(plan);
  const known = saved && decodeShard(saved, `agent ${agent.name}`);
  const sent = known?.snapshot.counters.filter(({ metric }) => metric === 'inputs_sent') ?? [];
  const rest = Math.max(0, planned - sent.reduce((sum, { count }) => sum + count, 0));
  const included = known
    ? `its results are included up to ${formatDurationMs(known.facts.run.durationMs)}; after that it may have sent`
    : 'none of its results are included; it may have sent';
  return {
    exit: 'incomplete',
    text: `${agentInWords(agent)} was lost: ${why}; ${included} up to ${counted(rest, 'input')}, according to the plan`,
  };
}

function longestConversation({ scenario }: RunPlan): number {
  return Math.max(...scenario.conversations.map(({ instructions }) => maxInputs(instructions)));
}

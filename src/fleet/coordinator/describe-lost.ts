import type { Segment } from '../../load/segment.ts';
import { counted } from '../../platform/group-thousands.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import type { RunPlan } from '../../run/prepare-run.ts';
import { maxInputs } from '../../scenario/plan/longest-path.ts';
import type { RunEnding } from '../../verdict/verdict.ts';
import type { Offer } from '../wire/messages.ts';
import { agentInWords } from './describe-agents.ts';
import { type ExpectedShard, readResults } from './read-results.ts';

/** An agent that counts as lost, or whose results do. */
export interface LostAgent {
  readonly agent: Offer;
  readonly share: Segment & ExpectedShard;
  readonly why: string;
  /** The last content of its shard file that has arrived, if any. */
  readonly saved: Buffer | undefined;
}

/**
 * What a lost agent means for the results: up to when its own are included, and how many more inputs it can have sent at most.
 */
export function describeLost({ agent, share, why, saved }: LostAgent, plan: RunPlan): RunEnding {
  const planned = Math.ceil(plan.use.conversations / share.count) * longestConversation(plan);
  const known = saved && readResults(saved, share);
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

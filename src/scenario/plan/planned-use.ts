import { DEFAULT_PROTOCOL, PLATFORM_TERMS } from '../../endpoint/protocol/platform-terms.ts';
import type { LoadProfile } from '../../load/load-profile.ts';
import type { Instruction } from '../instruction.ts';
import type { Conversation, Scenario } from '../scenario.ts';
import { changesWith } from '../user-id-template.ts';
import { conversationShares } from './estimate-conversation.ts';
import { estimatePlan, FAST_TURN_MS } from './estimate-plan.ts';
import { longestPath, maxInputs } from './longest-path.ts';
import { peakShare } from './peak-window.ts';

const HOUR_MS = 3_600_000;
const FIVE_MINUTES_MS = 300_000;

/**
 * Maximum use of the platform, per target, assuming a fast bot: a lower estimate would let a run exceed limits. Branches
 * count their longest arm, loops all their rounds.
 */
export interface PlannedUse {
  readonly conversations: number;
  readonly inputs: number;
  readonly connections: number;
  /** Billable conversations: sum over sessions of inputs / `inputsPerBillable` of the platform, rounded up. */
  readonly billable: number;
  /** User ids, each of which creates a contact profile. */
  readonly contacts: number;
  /** In the peak hour. */
  readonly inputsPerHour: number;
  /** In the five minutes of peak load. */
  readonly connectionsPer5Minutes: number;
}

/** `share`: of the time of the load that a target gets (targets in blocks), 0 … 1. */
export function plannedUse(
  { conversations }: Pick<Scenario, 'conversations'>,
  load: LoadProfile,
  share = 1,
): PlannedUse {
  const plan = estimatePlan(conversations, load, FAST_TURN_MS);
  const begun = Math.ceil(round(plan.conversations * share));
  // A slow bot or bursts of arrivals need more users than a fast bot.
  const users = Math.min(load.maxVus, begun);
  const parts = conversationShares(conversations).map((part, index) => {
    const conversation = conversations[index]!;
    return partOf(conversation, begun * part, users);
  });
  const total = (pick: (part: Part) => number) => Math.ceil(round(parts.reduce((sum, part) => sum + pick(part), 0)));
  const perVu = conversations.some(({ identity }) => identity.userId === 'perVu');
  const inputs = total((part) => part.inputs);
  const connections = total((part) => part.connections);
  const within = (count: number, windowMs: number) =>
    Math.ceil(round(count * peakShare(load, plan.durationMs, windowMs)));
  return {
    conversations: begun,
    inputs,
    connections,
    billable: total((part) => part.billable),
    contacts: total((part) => part.contacts) + (perVu ? users : 0),
    inputsPerHour: within(inputs, HOUR_MS),
    connectionsPer5Minutes: within(connections, FIVE_MINUTES_MS),
  };
}

interface Part {
  readonly inputs: number;
  readonly connections: number;
  readonly billable: number;
  /** Without ids per virtual user, which conversations share. */
  readonly contacts: number;
}

/** One conversation of the scenario, run `count` times. A kept session gets all inputs of its user in this conversation. */
function partOf({ identity, instructions, feed }: Conversation, count: number, users: number): Part {
  const inputs = count * maxInputs(instructions);
  const lines = identity.session === 'keep' ? Math.min(users, count) : count;
  const reconnects = longestPath(instructions, ({ kind }) => (kind === 'reconnect' ? 1 : 0));
  const renewals = longestPath(instructions, (each) => (each.kind === 'reconnect' && each.session === 'new' ? 1 : 0));
  const billed = count * longestPath(instructions, (instruction) => (isBilled(instruction) ? 1 : 0));
  return {
    inputs,
    connections: lines + count * reconnects,
    billable: lines === 0 ? 0 : lines * maxBilled(round(billed / lines), 1 + round((count * renewals) / lines)),
    contacts: contactsOf(identity.userId, { count, users, rows: feed?.rows.length ?? count }),
  };
}

/**
 * Maximum number of billable conversations for `inputs` in `sessions` of one user: all sessions but one have a single input,
 * which is billed by itself, and the last has all the others.
 */
function maxBilled(inputs: number, sessions: number): number {
  const { inputsPerBillable } = PLATFORM_TERMS[DEFAULT_PROTOCOL];
  if (inputsPerBillable === undefined) return 0;
  const used = Math.min(sessions, inputs);
  return used - 1 + Math.ceil(round((inputs - used + 1) / inputsPerBillable));
}

/** Injected inputs are assumed to be billed like inputs of a user. */
function isBilled(instruction: Instruction): boolean {
  return instruction.kind === 'turn' || (instruction.kind === 'push' && instruction.route === 'inject');
}

interface Users {
  readonly count: number;
  readonly users: number;
  readonly rows: number;
}

/** Those of `perVu` are shared by all conversations, and counted elsewhere. */
function contactsOf(userId: Conversation['identity']['userId'], { count, users, rows }: Users): number {
  if (userId === 'perVu') return 0;
  if (userId === 'perConversation') return count;
  const most = { vu: users, row: rows, conversation: count };
  return Math.min(count, most[changesWith(userId.template)]);
}

/** Removes floating-point errors, so that rounding up does not turn 3.0000000000000004 into 4. */
function round(value: number): number {
  return Number(value.toFixed(6));
}

import { DEFAULT_PROTOCOL, PLATFORM_TERMS } from '../../endpoint/protocol/platform-terms.ts';
import type { LoadProfile } from '../../load/load-profile.ts';
import type { Instruction } from '../instruction.ts';
import type { Conversation, Scenario } from '../scenario.ts';
import { sharesOf } from './estimate-course.ts';
import { estimatePlan, FAST_TURN_MS } from './estimate-plan.ts';
import { longestPath, maxInputs } from './longest-path.ts';
import { peakShare } from './peak-window.ts';

const HOUR_MS = 3_600_000;
const FIVE_MINUTES_MS = 300_000;

/**
 * What a plan may use of the platform, per target, should the bot be quick: a limit that is guarded by less would be found
 * out too late. Branches count their longest way, loops all their rounds.
 */
export interface PlannedUse {
  readonly conversations: number;
  readonly inputs: number;
  readonly connections: number;
  /** Billable conversations: sum over sessions of inputs / `inputsPerBillable` of the platform, rounded up. */
  readonly billable: number;
  /** User ids, each of which leaves a contact profile. */
  readonly contacts: number;
  /** In the busiest hour. */
  readonly inputsPerHour: number;
  /** In the busiest five minutes. */
  readonly connectionsPer5Minutes: number;
}

/** `share`: of the load's time in which a target has its turn, 0 … 1. */
export function plannedUse(
  { conversations }: Pick<Scenario, 'conversations'>,
  load: LoadProfile,
  share = 1,
): PlannedUse {
  const plan = estimatePlan(conversations, load, FAST_TURN_MS);
  const begun = Math.ceil(round(plan.conversations * share));
  // A slow bot, and arrivals that bunch, put more users to work than a quick bot does.
  const users = Math.min(load.maxVus, begun);
  const parts = sharesOf(conversations).map((part, index) => {
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
  /** Without the ids of virtual users, which conversations share. */
  readonly contacts: number;
}

/** One conversation of the scenario, held `count` times. A kept session has all that its user says in this conversation. */
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
    contacts: contactsOf(identity.userId, count, feed?.rows.length),
  };
}

/**
 * The most that `inputs` come to in `sessions` of one user: all but one session have a single input, which begins a fifty
 * of its own, and the last has all the others.
 */
function maxBilled(inputs: number, sessions: number): number {
  const { inputsPerBillable } = PLATFORM_TERMS[DEFAULT_PROTOCOL];
  if (inputsPerBillable === undefined) return 0;
  const used = Math.min(sessions, inputs);
  return used - 1 + Math.ceil(round((inputs - used + 1) / inputsPerBillable));
}

/** What comes through inject is taken to be billed like what a user says. */
function isBilled(instruction: Instruction): boolean {
  return instruction.kind === 'turn' || (instruction.kind === 'push' && instruction.route === 'inject');
}

function contactsOf(userId: Conversation['identity']['userId'], count: number, rows = count): number {
  if (userId === 'perVu') return 0;
  return userId === 'perConversation' ? count : Math.min(count, rows);
}

/** Takes away what binary fractions add, so that rounding up does not make 4 of 3.0000000000000004. */
function round(value: number): number {
  return Number(value.toFixed(6));
}

import type { SessionIdentity } from '../endpoint/endpoint-connection.ts';
import { sessionIdentity } from '../endpoint/session-identity.ts';
import type { ConversationSeries } from '../measure/series.ts';
import { rowOf } from '../scenario/data/feed-row.ts';
import type { Conversation } from '../scenario/scenario.ts';
import { hasTemplate } from '../template/template.ts';
import type { TargetDeps, ThreadDeps } from './conversation-deps.ts';
import type { Script } from './machine/conversation-state.ts';
import { needsLastReplies } from './needs-last-replies.ts';

/** One conversation, fully planned: all random choices follow from its script. */
export interface PlannedConversation {
  readonly number: number;
  readonly vu: number;
  readonly name: string;
  /** Without the values of `templates`. */
  readonly identity: SessionIdentity;
  /** Templates of the identity, rendered for each connection (`present`). */
  readonly templates: IdentityTemplates;
  readonly keepsSession: boolean;
  /** Also after a failed conversation. */
  readonly keepsFailedSession: boolean;
  readonly script: Script;
  readonly series: ConversationSeries;
  /** When it is due to start, µs. */
  readonly intendedUs: number;
}

/** Undefined: a value is the same for all connections of the conversation. */
export interface IdentityTemplates {
  readonly userId?: string;
  readonly channel?: string;
}

export interface ConversationSlot {
  readonly number: number;
  readonly vu: number;
  readonly intendedUs: number;
  /** The first utterance is intended at `intendedUs`, not at ready + think. */
  readonly anchored: boolean;
}

const NO_VARS: Script['vars'] = {};

/** Plans conversation `number` of a run; `feed-empty` if its feed has no row left. */
export function planConversation(
  thread: Pick<ThreadDeps, 'seed' | 'runId' | 'todayMs' | 'traces' | 'vars'>,
  target: Pick<TargetDeps, 'chooser' | 'protocol' | 'sessionPrefix' | 'marker'>,
  slot: ConversationSlot,
): PlannedConversation | 'feed-empty' {
  const { number, vu, intendedUs } = slot;
  const { chosen, rank } = target.chooser.choose(number);
  const { conversation, series } = chosen;
  const row = conversation.feed && rowOf(conversation.feed, rank, thread.seed);
  if (conversation.feed && !row) return 'feed-empty';
  const identity = identityOf(conversation, target.sessionPrefix, slot);
  const script: Script = {
    steps: conversation.steps,
    instructions: conversation.instructions,
    stopWhen: conversation.stopWhen,
    protocol: target.protocol,
    seed: thread.seed,
    number,
    vu,
    runId: thread.runId,
    sessionPrefix: target.sessionPrefix,
    sessionId: identity.sessionId,
    row,
    vars: thread.vars ?? NO_VARS,
    marker: target.marker,
    todayMs: thread.todayMs,
    needsLastReplies: needsLastReplies(conversation),
    anchorUs: slot.anchored ? intendedUs : undefined,
    traced: thread.traces !== undefined && number < thread.traces.conversations,
  };
  const keepsSession = conversation.identity.session !== 'new';
  const keepsFailedSession = conversation.identity.session === 'always';
  const templates = templatesOf(conversation);
  const kept = { keepsSession, keepsFailedSession };
  return { number, vu, name: conversation.name, identity, templates, ...kept, script, series, intendedUs };
}

function identityOf(
  { identity: { userId, channel } }: Pick<Conversation, 'identity'>,
  prefix: string,
  { vu, number }: ConversationSlot,
): SessionIdentity {
  const ids = sessionIdentity(prefix, userId === 'perVu' ? { vu, conversation: number } : { conversation: number });
  return channel === undefined ? ids : { ...ids, channel };
}

const NO_TEMPLATES: IdentityTemplates = {};

function templatesOf({ identity: { userId, channel } }: Pick<Conversation, 'identity'>): IdentityTemplates {
  const hasChannel = channel !== undefined && hasTemplate(channel);
  if (typeof userId === 'string' && !hasChannel) return NO_TEMPLATES;
  return { ...(typeof userId === 'object' && { userId: userId.template }), ...(hasChannel && { channel }) };
}

import type { ScenarioSteps } from '../file/parse-steps.ts';
import type { Conversation, Feed, IdentityPolicy } from '../scenario.ts';
import type { ConversationInput } from '../schema/conversation-schema.ts';
import type { IdentityInput } from '../schema/identity-schema.ts';
import type { ScenarioInput } from '../schema/scenario-schema.ts';
import { TURN_DEFAULTS } from './build-turn.ts';
import { compileSteps } from './compile-steps.ts';

/** `feeds`: by the index of the conversation; undefined for a feed that was not read because it is not needed. */
export function buildConversations(
  input: ScenarioInput,
  { conversations, lists }: ScenarioSteps,
  feeds: ReadonlyMap<number, Feed | undefined>,
): readonly Conversation[] {
  return input.conversations.map((conversation, index) => {
    const sources = [conversation, input.defaults ?? {}, TURN_DEFAULTS];
    return {
      name: nameOf(conversation, index),
      weight: conversation.weight,
      ...(conversation.start !== undefined && { startMs: conversation.start }),
      identity: mergeIdentity(conversation.identity, input.identity),
      feed: feeds.get(index),
      stopWhen: [...(conversation.stopWhen ?? []), ...(input.stopWhen ?? [])],
      ...compileSteps(conversations[index]?.steps ?? [], lists, sources),
    };
  });
}

export function nameOf({ name }: Pick<ConversationInput, 'name'>, index: number): string {
  return name ?? `conversation ${index + 1}`;
}

/** Key by key; `own` takes precedence. */
export function mergeIdentity(own: IdentityInput = {}, inherited: IdentityInput = {}): IdentityPolicy {
  return {
    userId: own.userId ?? inherited.userId ?? 'perVu',
    session: own.session ?? inherited.session ?? 'new',
    channel: own.channel ?? inherited.channel,
  };
}

import type { BotReply } from './bot.ts';

/** Where a structure stands in the data of an output: all of these have been seen. */
export type Nesting = 'default' | 'webchat' | 'data';

/** A reply that offers quick replies; what is sent when one is pressed differs from what it says. */
export function offer(text: string, choices: Readonly<Record<string, string>>): BotReply {
  const quickReplies = Object.entries(choices).map(([title, payload], index) => ({
    id: index + 1,
    contentType: 'postback',
    title,
    payload,
  }));
  return {
    text: null,
    data: { _cognigy: { _default: { _quickReplies: { type: 'quick_replies', text, quickReplies } } } },
  };
}

interface Offer {
  readonly _quickReplies: {
    readonly text: string;
    readonly quickReplies: readonly { title: string; payload: string }[];
  };
}

/** The same reply with its offer nested as another version, or a rendering for the web chat, has it. */
export function nested(reply: BotReply, nesting: Nesting): BotReply {
  const cognigy = reply.data?._cognigy as { _default?: Offer } | undefined;
  const content = cognigy?._default;
  if (!content || nesting === 'default') return reply;
  if (nesting === 'data')
    return { ...reply, data: { ...reply.data, _cognigy: undefined, _data: { _cognigy: cognigy } } };
  const { text, quickReplies } = content._quickReplies;
  const rendered = quickReplies.map(({ title, payload }) => ({ content_type: 'text', title, payload }));
  return { ...reply, data: { ...reply.data, _cognigy: { _webchat: { message: { text, quick_replies: rendered } } } } };
}

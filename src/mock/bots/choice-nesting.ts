import type { BotReply } from './bot.ts';

/** Locations of a structure in the data of an output; all of these exist in practice. */
export type Nesting = 'default' | 'webchat' | 'data';

/** Titles and the texts that are sent when pressed; they differ, so that a press can be distinguished from typing. */
export type Choices = Readonly<Record<string, string>>;

interface Choice {
  readonly title: string;
  readonly payload: string;
}

interface Content {
  readonly _quickReplies?: { readonly text: string; readonly quickReplies: readonly Choice[] };
  readonly _buttons?: { readonly text: string; readonly buttons: readonly Choice[] };
}

/** A reply with quick replies and no text. */
export function offer(text: string, choices: Choices): BotReply {
  const quickReplies = listed(choices).map((choice) => ({ ...choice, contentType: 'postback' }));
  return reply(null, { _quickReplies: { type: 'quick_replies', text, quickReplies } });
}

/** A reply with text and quick replies. */
export function sayAndOffer(text: string, choices: Choices): BotReply {
  return { ...offer(text, choices), text };
}

/** A reply with text and buttons. */
export function sayWithButtons(text: string, choices: Choices): BotReply {
  const buttons = listed(choices).map((choice) => ({ ...choice, type: 'postback' }));
  return reply(text, { _buttons: { type: 'buttons', text, buttons } });
}

function listed(choices: Choices) {
  return Object.entries(choices).map(([title, payload], index) => ({ id: index + 1, title, payload }));
}

function reply(text: string | null, content: object): BotReply {
  return { text, data: { _cognigy: { _default: content } } };
}

/** Everything that a reply offers to press, in order. */
export function choicesIn(reply: BotReply): readonly Choice[] {
  const { _quickReplies, _buttons } = contentOf(reply) ?? {};
  return [...(_quickReplies?.quickReplies ?? []), ...(_buttons?.buttons ?? [])];
}

/** Its texts: its own, then that of its quick replies or buttons; each once. */
export function shownTexts(reply: BotReply): readonly string[] {
  const { _quickReplies, _buttons } = contentOf(reply) ?? {};
  const texts = [reply.text, _quickReplies?.text, _buttons?.text];
  return [...new Set(texts.filter((text) => typeof text === 'string' && text !== ''))] as readonly string[];
}

function contentOf({ data }: BotReply): Content | undefined {
  const { _cognigy: cognigy } = (data ?? {}) as { _cognigy?: { _default?: Content } };
  return cognigy?._default;
}

/** The same reply with its choices nested as in another version, or as in a rendering for the webchat. */
export function nested(reply: BotReply, nesting: Nesting): BotReply {
  const { _cognigy: cognigy, ...rest } = (reply.data ?? {}) as { _cognigy?: { _default?: Content } };
  if (!cognigy?._default || nesting === 'default') return reply;
  if (nesting === 'data') return { ...reply, data: { ...rest, _data: { _cognigy: cognigy } } };
  const { _default: content, ...markers } = cognigy;
  return { ...reply, data: { ...rest, _cognigy: { ...markers, _webchat: { message: rendered(content) } } } };
}

function rendered({ _quickReplies, _buttons }: Content): object {
  if (_quickReplies) {
    const quick_replies = _quickReplies.quickReplies.map(({ title, payload }) => {
      return { content_type: 'text', title, payload };
    });
    return { text: _quickReplies.text, quick_replies };
  }
  const buttons = _buttons?.buttons.map(({ title, payload }) => ({ type: 'postback', title, payload }));
  return {
    attachment: { type: 'template', payload: { template_type: 'button', text: _buttons?.text, buttons } },
  };
}

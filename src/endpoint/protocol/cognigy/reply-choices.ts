import { field, textOf } from '../../wire-value.ts';
import type { ReplyChoice } from '../chat-protocol.ts';

/** Where reading stops in data that is wide beyond any real message. */
const MAX_CHOICES = 200;
const MAX_LOOKED_AT = 2000;

/**
 * Everything a reply offers to press, in the order shown, each once by title and payload (renderings repeat each other):
 *
 *     data     = { _cognigy, _data: { _cognigy } }                      the second is the older nesting
 *     _cognigy = { _default, _webchat: rendered, _facebook: rendered }
 *     _default = { _quickReplies: { quickReplies }, _buttons: { buttons }, _image: { buttons },
 *                  _gallery: { items }, _list: { items, button } }      each item may have buttons
 *     rendered = { message: { quick_replies, attachment: { payload: { elements, buttons } } } }
 *
 * Only what sends something back: a postback with a payload. A URL, a telephone number or a location opens something
 * else; plugins and adaptive cards send data, not a payload. Never throws, even for invalid data.
 */
export function replyChoices(data: unknown): readonly ReplyChoice[] {
  const found = new Map<string, ReplyChoice>();
  let lookedAt = 0;
  for (const [kind, entry] of entriesOf(data)) {
    lookedAt += 1;
    if (found.size >= MAX_CHOICES || lookedAt > MAX_LOOKED_AT) break;
    const choice = choiceOf(kind, entry);
    if (!choice) continue;
    const key = JSON.stringify([choice.title, choice.payload]);
    if (!found.has(key)) found.set(key, choice);
  }
  return [...found.values()];
}

type Kind = ReplyChoice['kind'];
/** A possible choice, and its kind in the payload. */
type Entries = Generator<readonly [Kind, unknown], void>;

function* entriesOf(data: unknown): Entries {
  for (const holder of [data, field(data, '_data')]) {
    const content = field(holder, '_cognigy');
    yield* entriesOfDefault(field(content, '_default'));
    for (const channel of ['_webchat', '_facebook']) {
      yield* entriesOfRendered(field(field(content, channel), 'message'));
    }
  }
}

function* entriesOfDefault(content: unknown): Entries {
  yield* all('quick-reply', field(field(content, '_quickReplies'), 'quickReplies'));
  yield* all('button', field(field(content, '_buttons'), 'buttons'));
  yield* all('button', field(field(content, '_image'), 'buttons'));
  yield* buttonsOfItems(field(field(content, '_gallery'), 'items'));
  const list = field(content, '_list');
  yield* buttonsOfItems(field(list, 'items'));
  yield ['button', field(list, 'button')];
}

function* entriesOfRendered(message: unknown): Entries {
  yield* all('quick-reply', field(message, 'quick_replies'));
  const payload = field(field(message, 'attachment'), 'payload');
  yield* buttonsOfItems(field(payload, 'elements'));
  yield* all('button', field(payload, 'buttons'));
}

function* buttonsOfItems(items: unknown): Entries {
  if (!Array.isArray(items)) return;
  for (const item of items.slice(0, MAX_LOOKED_AT)) yield* all('button', field(item, 'buttons'));
}

function* all(kind: Kind, entries: unknown): Entries {
  if (!Array.isArray(entries)) return;
  for (const entry of entries) yield [kind, entry];
}

/** Types under which a press says the payload; `text` is what the rendered quick replies call it. */
const POSTBACKS = new Set(['postback', 'text']);

function choiceOf(kind: Kind, entry: unknown): ReplyChoice | undefined {
  const type = field(entry, 'contentType') ?? field(entry, 'content_type') ?? field(entry, 'type') ?? 'postback';
  const title = textOf(field(entry, 'title'));
  const payload = textOf(field(entry, 'payload'));
  if (typeof type !== 'string' || !POSTBACKS.has(type) || title === undefined || !payload) return undefined;
  return { title, payload, kind };
}

import { isRecord } from '../../wire-value.ts';

/** Where reading stops in data that is nested or wide beyond any real message. */
const MAX_DEPTH = 12;
const MAX_TEXTS = 200;

/** Keys whose text a user reads, in the channel-neutral form and in the forms rendered for a channel. */
const READABLE = new Set(['text', 'title', 'subtitle', 'fallbackText', 'altText', 'buttonText']);
/** Keys that lead to such texts. Anything else under `data` is the Flow's own and not shown to users. */
const CONTENT_ROOTS = ['_cognigy', '_data', '_plugin', '_webchat', '_webchat3', '_facebook'];

/**
 * Every text of a reply a user can read, the reply's own first: then the fallback texts, titles and subtitles of quick
 * replies, buttons, lists, galleries and cards, in every nesting (`_cognigy._default`, `_cognigy._webchat`,
 * `_data._cognigy…`). Each text once; the channel renderings repeat each other.
 */
export function replyTexts(reply: { readonly text: string; readonly data: unknown }): string[] {
  const texts = new Set<string>();
  if (reply.text !== '') texts.add(reply.text);
  if (isRecord(reply.data)) for (const root of CONTENT_ROOTS) collect(reply.data[root], texts, 0);
  return [...texts];
}

function collect(value: unknown, texts: Set<string>, depth: number): void {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH || texts.size >= MAX_TEXTS) return;
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === 'string') {
      if (inner !== '' && READABLE.has(key)) texts.add(inner);
    } else collect(inner, texts, depth + 1);
  }
}

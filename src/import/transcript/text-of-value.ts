/** A value of a message as text. */
export interface TextOfValue {
  readonly text: string;
  /** Parts that are no text, in words. */
  readonly omitted: readonly string[];
}

/**
 * The text of a cell or of the content of a message: a text as it is; the text parts of a list, each on its own line; of an
 * object its `text`. Other parts, such as images, are named.
 */
export function textOfValue(value: unknown): TextOfValue {
  if (value === undefined || value === null) return { text: '', omitted: [] };
  if (typeof value === 'string') return { text: value.trim(), omitted: [] };
  if (typeof value !== 'object') return { text: String(value), omitted: [] };
  if (Array.isArray(value)) return joined(value.map(textOfValue));
  const { text, type } = value as { text?: unknown; type?: unknown };
  if (text !== undefined) return textOfValue(text);
  return { text: '', omitted: [typeof type === 'string' ? `a part of type ${type}` : 'a part without text'] };
}

function joined(parts: readonly TextOfValue[]): TextOfValue {
  const texts = parts.map(({ text }) => text).filter((text) => text !== '');
  return { text: texts.join('\n'), omitted: parts.flatMap(({ omitted }) => omitted) };
}

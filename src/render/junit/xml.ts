/** An XML element, made only by `element`. */
export interface Xml {
  readonly xml: string;
}

/** Also characters that XML 1.0 forbids: all but three control characters, and lone surrogates. (2.2) */
const FORBIDDEN = /[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  // Part of `]]>`, which is forbidden in text.
  '>': '&gt;',
  '"': '&quot;',
  // Readers turn these into spaces within an attribute, and CR into LF within a text.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Undefined attributes are omitted. */
export function xmlElement(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  content: readonly Xml[] | string = '',
): Xml {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escaped(String(value), /[&<>"\t\n\r]/g)}"`],
  );
  const inner = typeof content === 'string' ? escaped(content, /[&<>\r]/g) : indented(content);
  return { xml: `<${name}${written.join('')}${inner === '' ? '/>' : `>${inner}</${name}>`}` };
}

export function xmlDocument(root: Xml): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root.xml}\n`;
}

/** One line per element. Texts are unchanged, since white space in them is significant. */
function indented(elements: readonly Xml[]): string {
  return elements.length === 0 ? '' : `\n${elements.map(({ xml }) => xml).join('\n')}\n`;
}

function escaped(text: string, special: RegExp): string {
  return text.replace(FORBIDDEN, '\ufffd').replace(special, (character) => ESCAPES[character]!);
}

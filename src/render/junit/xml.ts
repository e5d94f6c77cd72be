/** An element as a piece of XML, made only by `element`. */
export interface Xml {
  readonly xml: string;
}

/** Also what no reader takes: XML 1.0 allows of the control characters three, and no half of a surrogate pair. (2.2) */
const FORBIDDEN = /[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  // Of `]]>`, which must not stand in a text.
  '>': '&gt;',
  '"': '&quot;',
  // Readers turn these into blanks within an attribute, and CR into LF within a text.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** An attribute that is undefined is left out. */
export function element(
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

/** A line each. Texts are left as they are: a blank within them would be read. */
function indented(elements: readonly Xml[]): string {
  return elements.length === 0 ? '' : `\n${elements.map(({ xml }) => xml).join('\n')}\n`;
}

function escaped(text: string, special: RegExp): string {
  return text.replace(FORBIDDEN, '\ufffd').replace(special, (character) => ESCAPES[character]!);
}

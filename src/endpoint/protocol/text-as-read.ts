/** Markup; the Webchat renders texts as HTML. Never runs over the next `<`, so it takes linear time. */
const TAG = /<(?:\/?[a-z]|!--)[^<>]*>/gi;
/** Tags that separate words. */
const BREAK = /<\/?(?:p|br)(?:[\s/][^<>]*)?>/gi;
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi;
const NAMED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
]);

/**
 * What a user reads in a text: tags are not shown (`<p>` and `<br>` become a blank), entities are shown as their characters,
 * and a run of white space or control characters as one blank, none at the ends.
 */
export function textAsRead(text: string): string {
  return tidied(text.replace(BREAK, ' ').replace(TAG, '').replace(ENTITY, character));
}

/** A run of white space or control characters as one blank, none at the ends. */
export function tidied(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  return text.replace(/[\s\x00-\x1f\x7f]+/g, ' ').trim();
}

/** What is no known entity stays as it is written. */
function character(written: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return NAMED.get(name) ?? written;
  const code = decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal);
  return code <= 0x10ffff ? String.fromCodePoint(code) : written;
}

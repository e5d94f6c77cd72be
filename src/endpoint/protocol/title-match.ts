/** Markup in a title; the Webchat renders titles as HTML. Never runs over the next `<`, so it takes linear time. */
const TAG = /<\/?[a-z][^<>]*>/gi;
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
 * Is this what a user reads in the title? Its tags and the white space at its ends are not shown, entities are shown as
 * their characters, and white space as one blank. `wanted` may be written as it is read or as the bot sends it.
 */
export function readsAs(title: string, wanted: string): boolean {
  if (title === wanted) return true;
  const read = asRead(title);
  return read === tidy(wanted) || read === asRead(wanted);
}

function asRead(title: string): string {
  return tidy(title.replace(TAG, '').replace(ENTITY, character));
}

function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** What is no known entity stays as it is written. */
function character(written: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return NAMED.get(name) ?? written;
  const code = decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal);
  return code <= 0x10ffff ? String.fromCodePoint(code) : written;
}

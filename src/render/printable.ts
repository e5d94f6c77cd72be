/** Control characters, and marks that turn the direction of writing round: a terminal obeys them, whoever sent them. */
const COMMANDS = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** A copy of plain data in whose texts nothing commands a terminal; such characters become U+FFFD, line ends blanks. */
export function printable<T>(value: T): T {
  if (typeof value === 'string') return plainText(value) as T;
  if (Array.isArray(value)) return value.map(printable) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, printable(part)])) as T;
}

function plainText(text: string): string {
  return text.replace(/[\r\n\t]+/g, ' ').replace(COMMANDS, '\ufffd');
}

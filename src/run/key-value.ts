import { KnownError } from '../platform/known-error.ts';

/** The form of the flags that are not `KEY=VALUE`. */
const FORMS: Readonly<Record<string, string>> = {
  '--out': 'TYPE=FILE',
  '--resolve': 'HOST=ADDRESS',
  '--header': "'NAME: VALUE'",
};

/** `KEY=VALUE` texts as pairs; `where` is their flag. The last value of a key wins. */
export function readPairs(texts: readonly string[] = [], where: string): Readonly<Record<string, string>> {
  return Object.fromEntries(texts.map((text) => splitAt(text, '=', where)));
}

/** The two sides of the first `separator`, trimmed; the key must not be empty. `shown` replaces a secret text in errors. */
export function splitAt(text: string, separator: string, where: string, shown = `"${text}"`): [string, string] {
  const at = text.indexOf(separator);
  const key = text.slice(0, Math.max(0, at)).trim();
  if (key === '') {
    const fault = at < 0 ? 'no' : 'nothing before its';
    throw new KnownError(`${where}: ${shown} has ${fault} "${separator}"`, {
      hint: `use ${where} ${FORMS[where] ?? 'KEY=VALUE'}`,
    });
  }
  return [key, text.slice(at + separator.length).trim()];
}

/** `[NAME=]REST`: a name is made of letters, digits, dot, dash and underscore. */
export function splitName(text: string): { readonly name: string | undefined; readonly rest: string } {
  const match = /^([A-Za-z0-9._-]+)=(.*)$/s.exec(text);
  return match ? { name: match[1], rest: match[2]! } : { name: undefined, rest: text };
}

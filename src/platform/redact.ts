import { hash } from 'node:crypto';

/** First `length` hex digits of the SHA-256 of `text`: recognisable, not reversible. */
export function shortHash(text: string, length = 4): string {
  return hash('sha256', text).slice(0, length);
}

/** How a secret is shown: `…` and four hex digits of its hash, so that two of them can be told apart. */
export function hintOf(secret: string): string {
  return `…${shortHash(secret)}`;
}

/**
 * Secrets seen so far in this thread, with their hints; every text that leaves the process passes through `redact`.
 * Longest first: one that another begins with would otherwise leave the other's end in sight.
 */
let secrets: ReadonlyMap<string, string> = new Map();

/** Texts shorter than this are not taken for secrets: replacing them would riddle ordinary words with holes. */
const SHORTEST_SECRET = 4;

/** From now on `redact` hides `secret`, also where it is percent-encoded. */
export function rememberSecret(secret: string): void {
  if (secret.length < SHORTEST_SECRET || secrets.has(secret)) return;
  const hint = hintOf(secret);
  const known: [string, string][] = [...secrets, [secret, hint], [encodeURIComponent(secret), hint]];
  secrets = new Map(known.sort(([left], [right]) => right.length - left.length));
}

/** `text` with every remembered secret replaced by its hint. */
export function redact(text: string): string {
  let shown = text;
  for (const [secret, hint] of secrets) shown = shown.replaceAll(secret, hint);
  return shown;
}

/** One line of at most `length` characters, secrets hidden, for an error example or a table. */
export function excerpt(text: string, length = 160): string {
  const line = redact(text).replace(/\s+/g, ' ').trim();
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}

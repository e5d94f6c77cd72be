import { hash } from 'node:crypto';
import { hideSecrets, MIN_SECRET, SecretSet, upperEscapes, withinJson } from './secret-set.ts';
import { visible } from './visible.ts';

/** First `length` hex digits of the SHA-256 of `text`: recognisable, not reversible. */
export function shortHash(text: string, length = 4): string {
  return hash('sha256', text).slice(0, length);
}

/** How a secret is shown: `…` and four hex digits of its hash, so that two secrets can be distinguished. */
export function hintOf(secret: string): string {
  return `…${shortHash(secret)}`;
}

/** Every form of the secrets known so far in this thread, percent escapes in capitals, with the hint of the secret. */
const forms = new Map<string, string>();
/** Matches any of them; undefined before the first. */
let anyForm: RegExp | undefined;

/**
 * From now on `redact` hides `secret` in every form in which a server may repeat it: as it is, percent-encoded with digits
 * of either case, decoded, in JSON, in Base64 (also base64url). For HTTP `Basic` credentials also the password alone. A form that is
 * already known keeps its hint.
 */
export function rememberSecret(secret: string): void {
  if (secret.length < MIN_SECRET || forms.has(upperEscapes(secret))) return;
  for (const form of formsOf(secret).map(upperEscapes))
    if (form.length >= MIN_SECRET && !forms.has(form)) forms.set(form, hintOf(secret));
  // Longest first: a secret that is a prefix of another would otherwise leave the rest of the other visible.
  const longestFirst = [...forms.keys()].sort((left, right) => right.length - left.length);
  anyForm = new RegExp(longestFirst.map(patternOf).join('|'), 'g');
  const password = basicPassword(secret);
  if (password !== undefined) rememberSecret(password);
}

/** Secrets of all users, for the whole run. */
const ofUsers = new SecretSet();

/** Secrets that came up during the run, such as captured tokens: the latest, and those before. */
let latest = new SecretSet();
let before = new SecretSet();

/** When `latest` is full, it becomes `before`: a run of days remembers no more than twice as many. */
const MAX_LATEST = 10_000;

/**
 * From now on `redact` hides these values, too: as they are, in JSON, percent-encoded and in Base64. For many: the time for a text does
 * not grow with their number.
 */
export function rememberSecrets(values: Iterable<string>): void {
  for (const value of values) ofUsers.add(value);
}

/** As `rememberSecrets`, for a value that only a few conversations have: old ones are forgotten, 10,000 or more are kept. */
export function rememberForNow(value: string): void {
  if (latest.size >= MAX_LATEST) {
    before = latest;
    latest = new SecretSet();
  }
  latest.add(value);
}

/** `text` with every remembered secret replaced by its hint; every text that leaves the process passes through here. */
export function redact(text: string): string {
  const shown = anyForm ? text.replace(anyForm, (form) => forms.get(upperEscapes(form))!) : text;
  return hideSecrets(shown, [ofUsers, latest, before], hintOf);
}

function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    withinJson(secret),
    encodeURIComponent(secret.replace(/\p{Surrogate}/gu, '\ufffd')),
    percentDecoded(secret),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
  ];
}

/** The digits of percent escapes match in either case. */
function patternOf(form: string): string {
  const plain = form.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  return plain.replace(/%[\dA-Fa-f]{2}/g, (octet) => octet.replace(/[A-Fa-f]/g, (digit) => `[${bothCases(digit)}]`));
}

const bothCases = (letter: string) => letter.toUpperCase() + letter.toLowerCase();

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The password of `Basic` credentials (RFC 7617), if the text may be such. */
function basicPassword(text: string): string | undefined {
  const [, encoded] = /^(?:Basic\s+)?([A-Za-z0-9+/]{8,}={0,2})$/i.exec(text) ?? [];
  const [, password] = /^[\x20-\x7e]*?:([\x20-\x7e]+)$/.exec(Buffer.from(encoded ?? '', 'base64').toString()) ?? [];
  return password;
}

/** `text` in one line, secrets hidden and control characters shown. */
export function forDisplay(text: string): string {
  return visible(redact(text));
}

/** One line of at most `length` characters, secrets hidden and control characters shown, for an error example or a table. */
export function excerpt(text: string, length = 160): string {
  const line = forDisplay(text).replace(/\s+/g, ' ').trim();
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}

/** Minimum length of a secret: replacing shorter texts would damage ordinary words. */
export const MIN_SECRET = 4;

/** The first characters of a secret, by which a text is searched. */
const HEAD = MIN_SECRET;
const FILTER_BITS = 16;

/** Shortest Base64 of a secret. */
const BASE64 = /[A-Za-z0-9+/_-]{6,}/g;

/**
 * Many secrets, such as the tokens of 100,000 users. Finding them in a text takes about as long with one secret as with all:
 * each position is looked up by the four characters there, which few secrets begin with, and then by the lengths of those.
 */
export class SecretSet {
  private readonly values = new Set<string>();
  /** Lengths of the secrets that begin with four characters, longest first. */
  private readonly lengths = new Map<string, number[]>();
  /** One bit for each hash of four characters: most positions of a text need no other lookup. */
  private readonly heads = new Uint8Array(2 ** FILTER_BITS);

  get isEmpty(): boolean {
    return this.values.size === 0;
  }

  get size(): number {
    return this.values.size;
  }

  /** From now on `hideSecrets` finds it: as it is, in JSON, percent-encoded, and in Base64. Shorter ones than `MIN_SECRET` are ignored. */
  add(value: string): void {
    this.addForm(upperEscapes(value));
    if (value.length >= MIN_SECRET) this.addForm(upperEscapes(withinJson(value)));
    const encoded = encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\ufffd'));
    if (encoded !== value && value.length >= MIN_SECRET) this.addForm(encoded);
  }

  private addForm(form: string): void {
    if (form.length < MIN_SECRET || this.values.has(form)) return;
    this.values.add(form);
    const head = form.slice(0, HEAD);
    const lengths = this.lengths.get(head);
    this.heads[hashAt(form, 0)] = 1;
    if (!lengths) this.lengths.set(head, [form.length]);
    else if (!lengths.includes(form.length)) {
      lengths.push(form.length);
      lengths.sort((left, right) => right - left);
    }
  }

  /** The longest secret at a position, if there is one. */
  at(text: string, at: number): string | undefined {
    if (this.heads[hashAt(text, at)] === 0) return undefined;
    for (const length of this.lengths.get(text.slice(at, at + HEAD)) ?? []) {
      const candidate = text.slice(at, at + length);
      if (this.values.has(candidate)) return candidate;
    }
    return undefined;
  }
}

type Hint = (secret: string) => string;

/** The text with each secret of the sets replaced by what `hint` makes of it; the longest that begins at a position wins. */
export function hideSecrets(text: string, sets: readonly SecretSet[], hint: Hint): string {
  const filled = sets.filter((set) => !set.isEmpty);
  if (text.length < MIN_SECRET || filled.length === 0) return text;
  const shown = replaced(text, filled, hint);
  return shown.replace(BASE64, (run) => (occursIn(Buffer.from(run, 'base64').toString(), filled) ? hint(run) : run));
}

function replaced(text: string, sets: readonly SecretSet[], hint: Hint): string {
  // Position by position the same.
  const searched = upperEscapes(text);
  let shown = '';
  let copied = 0;
  for (let at = 0; at <= searched.length - HEAD; at += 1) {
    const found = longestAt(sets, searched, at);
    if (found === undefined) continue;
    shown += text.slice(copied, at) + hint(found);
    copied = at + found.length;
    at = copied - 1;
  }
  return copied === 0 ? text : shown + text.slice(copied);
}

function occursIn(text: string, sets: readonly SecretSet[]): boolean {
  for (let at = 0; at <= text.length - HEAD; at += 1) if (longestAt(sets, text, at) !== undefined) return true;
  return false;
}

function longestAt(sets: readonly SecretSet[], text: string, at: number): string | undefined {
  let longest: string | undefined;
  for (const set of sets) {
    const found = set.at(text, at);
    if (found !== undefined && found.length > (longest?.length ?? 0)) longest = found;
  }
  return longest;
}

/** Of the four characters at a position. */
function hashAt(text: string, at: number): number {
  let hash = 0;
  for (let index = at; index < at + HEAD; index += 1) hash = (hash * 31 + text.charCodeAt(index)) & 0xffff;
  return hash;
}

/** The text with the digits of percent escapes in capitals. */
export function upperEscapes(text: string): string {
  return text.includes('%') ? text.replace(/%[\dA-Fa-f]{2}/g, (octet) => octet.toUpperCase()) : text;
}

/** As a string in JSON contains it, which differs for quotes, backslashes and control characters. */
export function withinJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

import { LIMITS } from '../platform/limits.ts';
import type { Clock, WallClock } from '../platform/time/clock.ts';
import { parseHttpDateMs } from '../platform/time/http-date.ts';
import type { AllTimeDeps } from '../platform/time/time-deps.ts';

/** What a response says of cookies; `date` is what an `Expires` counts from. */
export interface CookieHeaders {
  readonly 'set-cookie'?: readonly string[] | undefined;
  readonly date?: string | undefined;
}

/** Where all requests of a jar go: one path of one host. */
export interface CookieOrigin {
  readonly host: string;
  readonly path: string;
  readonly secure: boolean;
}

export type CookieDeps = Pick<AllTimeDeps, 'clock' | 'wallClock'>;

interface Cookie {
  readonly value: string;
  readonly expiresUs: number;
}

/**
 * The cookies of one session, kept as a browser keeps them (RFC 6265, section 5) to the degree that one path of one host
 * needs: a balancer may recognise the session by them when it reconnects.
 *
 *     Domain, Path      another host or path: not kept
 *     Secure            kept only from an https or wss target
 *     Max-Age, Expires  in the past: removes the cookie; Max-Age wins
 *     other attributes  ignored
 *
 * Bounded by LIMITS: a longer cookie is ignored, if there are more, the oldest is dropped. A cookie is a secret: no output contains one.
 */
export class CookieJar {
  /** Undefined until the first cookie: most targets set none, and every session has a jar. */
  private cookies: Map<string, Cookie> | undefined;

  keep(headers: CookieHeaders, origin: CookieOrigin, { clock, wallClock }: CookieDeps): void {
    for (const line of headers['set-cookie'] ?? []) {
      const cookie = parseSetCookie(line, origin);
      if (!cookie) continue;
      const lifeUs = lifeMs(cookie.attributes, headers.date, wallClock) * 1000;
      this.cookies?.delete(cookie.name);
      if (lifeUs > 0) this.add(cookie.name, { value: cookie.value, expiresUs: clock.nowUs() + lifeUs });
    }
  }

  /** The headers with the cookies to be sent. Those of `headers` stay as they are, and their names win. */
  addTo(headers: Readonly<Record<string, string>>, clock: Clock): Record<string, string> {
    if (!this.cookies) return { ...headers };
    const field = Object.keys(headers).find((name) => name.toLowerCase() === 'cookie') ?? 'Cookie';
    const given = headers[field] ? headers[field].split(/;\s*/) : [];
    const namesGiven = new Set(given.map((pair) => pair.split('=')[0]));
    const own = [...this.cookies]
      .filter(([name, { expiresUs }]) => expiresUs > clock.nowUs() && !namesGiven.has(name))
      .map(([name, { value }]) => `${name}=${value}`);
    return own.length === 0 ? { ...headers } : { ...headers, [field]: [...given, ...own].join('; ') };
  }

  private add(name: string, cookie: Cookie): void {
    this.cookies ??= new Map();
    this.cookies.set(name, cookie);
    const [oldest] = this.cookies.keys();
    if (this.cookies.size > LIMITS.cookies && oldest !== undefined) this.cookies.delete(oldest);
  }
}

interface SetCookie {
  readonly name: string;
  readonly value: string;
  /** Headers keyed by lower-case name; of several with one name, the last. */
  readonly attributes: ReadonlyMap<string, string>;
}

/** Undefined for what is no cookie, too long, or meant for elsewhere. */
function parseSetCookie(line: string, origin: CookieOrigin): SetCookie | undefined {
  const [pair = '', ...rest] = line.split(';');
  const [name, value] = nameAndValue(pair);
  if (name === '' || name.length + value.length > LIMITS.cookieCharacters || !pair.includes('=')) return undefined;
  const attributes = new Map(rest.map(nameAndValue).map(([key, text]) => [key.toLowerCase(), text]));
  return isFor(attributes, origin) ? { name, value, attributes } : undefined;
}

function nameAndValue(text: string): [name: string, value: string] {
  const at = text.indexOf('=');
  return at < 0 ? [text.trim(), ''] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

function isFor(attributes: ReadonlyMap<string, string>, { host, path, secure }: CookieOrigin): boolean {
  const domain = (attributes.get('domain') ?? '').replace(/^\./, '').toLowerCase();
  const within = attributes.get('path') ?? '';
  const isHost = domain === '' || host === domain || host.endsWith(`.${domain}`);
  const isPath = !within.startsWith('/') || `${path}/`.startsWith(within.endsWith('/') ? within : `${within}/`);
  return isHost && isPath && (secure || !attributes.has('secure'));
}

/** How long a cookie lives from now, ms; not above 0: it is to be removed. */
function lifeMs(attributes: ReadonlyMap<string, string>, sent: string | undefined, wallClock: WallClock): number {
  const maxAge = attributes.get('max-age') ?? '';
  if (/^-?\d+$/.test(maxAge)) return Number(maxAge) * 1000;
  const nowMs = wallClock.now().getTime();
  const fromMs = parseHttpDateMs(sent ?? '', nowMs) ?? nowMs;
  // Some servers write 06-Nov-1994, with the four digits of the new form.
  const expiresMs = parseHttpDateMs(
    (attributes.get('expires') ?? '').replace(/(\d\d)-(\w{3})-(\d{4})/, '$1 $2 $3'),
    fromMs,
  );
  return expiresMs === undefined ? Number.POSITIVE_INFINITY : expiresMs - fromMs;
}

import { KnownError } from '../platform/known-error.ts';
import { hintOf, rememberSecret } from '../platform/redact.ts';
import type { PlatformTerms } from './protocol/chat-protocol.ts';

/** Where an endpoint is. Plain data. The token is a credential and never appears in any output. */
export interface EndpointAddress {
  /** `https://host:port` or `http://host:port`, without a path; ws and wss are written as http and https. */
  readonly origin: string;
  /** Engine.IO path, usually `/socket.io` or `/sub/path/socket.io`. */
  readonly path: string;
  /** Empty for a platform without tokens. */
  readonly token: string;
}

const SCHEMES: Readonly<Record<string, string>> = {
  'http:': 'http:',
  'https:': 'https:',
  'ws:': 'http:',
  'wss:': 'https:',
};
const SOCKET_IO = '/socket.io';
const EXAMPLE = 'https://endpoint.example.com/TOKEN';

/**
 * The address that a user means:
 *
 *     endpoint = scheme "://" host [ ":" port ] { "/" segment } "/" token { "/" }     when no token is given apart
 *     base     = scheme "://" host [ ":" port ] { "/" segment } { "/" }               with a token, or where URLs have none
 *     scheme   = "https" | "http" | "wss" | "ws"
 *
 * The segments before the token are a sub-path that the platform is served under. A base that ends in the given token
 * is taken for the full URL; where URLs have no token, one that ends in `/socket.io` is the Engine.IO path. Anything else is a
 * KnownError that does not show the token.
 */
export function parseEndpointAddress(
  url: string,
  token?: string,
  { tokenInUrl }: Pick<PlatformTerms, 'tokenInUrl'> = { tokenInUrl: true },
): EndpointAddress {
  const given = token?.trim();
  if (given) rememberSecret(given);
  const parsed = parseUrl(url.trim());
  const segments = parsed.pathname.split('/').filter((segment) => segment !== '');
  if (!tokenInUrl) {
    const base = segments.at(-1) === 'socket.io' ? segments.slice(0, -1) : segments;
    return { ...placeOf(parsed, base), token: given ?? '' };
  }
  const last = segments.at(-1);
  if (!given) {
    if (last === undefined || last === 'socket.io') throw missingToken(parsed);
    // Decoded first, so that messages show the same hint as the address.
    rememberSecret(decoded(last));
    rememberSecret(last);
  }
  if (!given || (last !== undefined && decoded(last) === given)) segments.pop();
  return { ...placeOf(parsed, segments), token: given || decoded(last ?? '') };
}

function placeOf(parsed: URL, segments: readonly string[]): Omit<EndpointAddress, 'token'> {
  const path = segments.map((segment) => `/${segment}`).join('') + SOCKET_IO;
  return { origin: `${SCHEMES[parsed.protocol]}//${parsed.host}`, path };
}

/** The address with another Engine.IO path: the whole path, so its URL must not have a sub-path. */
export function withPath(address: EndpointAddress, path: string | undefined): EndpointAddress {
  if (path === undefined) return address;
  if (address.path !== SOCKET_IO) {
    throw new KnownError(`the endpoint URL ${baseUrlOf(address)}has a path, and the key path is also set (${path})`, {
      hint: 'remove the path from the URL, and set path to the whole path',
    });
  }
  return { ...address, path };
}

/** The address in messages: `https://host/sub/…ab12`; the last part is a hash of the token, if there is one. */
export function describeAddress(address: EndpointAddress): string {
  return baseUrlOf(address) + (address.token === '' ? '' : `/${hintOf(address.token)}`);
}

/** Server address and sub-path, without a trailing slash and without the token; a path of another form is shown whole. */
export function baseUrlOf({ origin, path }: EndpointAddress): string {
  return origin + (path.endsWith(SOCKET_IO) ? path.slice(0, -SOCKET_IO.length) : path);
}

function parseUrl(text: string): URL {
  if (text === '') throw new KnownError('the endpoint URL is empty', { hint: `write it as ${EXAMPLE}` });
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    throw new KnownError('the endpoint URL has no scheme', { hint: `begin it with https://, as in ${EXAMPLE}` });
  }
  const parsed = URL.canParse(text) ? new URL(text) : undefined;
  if (!parsed?.hostname) {
    throw new KnownError('the endpoint URL cannot be read: its host or port is malformed', {
      hint: `write it as ${EXAMPLE}`,
    });
  }
  refuseExtras(parsed);
  return parsed;
}

/** What a URL may hold but an endpoint URL may not; each its own message. */
function refuseExtras(parsed: URL): void {
  if (!(parsed.protocol in SCHEMES)) {
    throw new KnownError(`the endpoint URL has the scheme ${parsed.protocol.slice(0, -1)}, which is not supported`, {
      hint: 'use https, http, wss or ws',
    });
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw new KnownError(`the endpoint URL for ${parsed.host} contains a user name or password`, {
      hint: 'remove them; the token alone is the credential (--header adds an Authorization header)',
    });
  }
  if (parsed.search !== '') {
    throw new KnownError(`the endpoint URL for ${parsed.host} has a query string`, {
      hint: 'remove everything from the question mark on; palaver adds the query itself',
    });
  }
  if (parsed.port === '0') {
    throw new KnownError(`the endpoint URL for ${parsed.hostname} has port 0, which no server can listen on`, {
      hint: 'give the port of the endpoint, or none for 443 (https) or 80 (http)',
    });
  }
  if (parsed.hash !== '') {
    throw new KnownError(`the endpoint URL for ${parsed.host} has a fragment`, {
      hint: 'remove everything from the number sign on',
    });
  }
}

function missingToken(parsed: URL): KnownError {
  return new KnownError(`the endpoint URL for ${parsed.host} has no token`, {
    hint: `copy the whole endpoint URL (${EXAMPLE}), or give the token with --token-file or PALAVER_TOKEN`,
  });
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

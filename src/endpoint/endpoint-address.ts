import { KnownError } from '../platform/known-error.ts';
import { hintOf, rememberSecret } from '../platform/redact.ts';

/** Where an endpoint lives. Plain data. The token is a credential and never appears in any output. */
export interface EndpointAddress {
  /** `https://host:port` or `http://host:port`, without a path; ws and wss are written as http and https. */
  readonly origin: string;
  /** Engine.IO path, `/socket.io` or `/sub/path/socket.io`. */
  readonly path: string;
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
 * The address behind what a user typed:
 *
 *     endpoint = scheme "://" host [ ":" port ] { "/" segment } "/" token { "/" }     when no token is given apart
 *     base     = scheme "://" host [ ":" port ] { "/" segment } { "/" }               together with a token
 *     scheme   = "https" | "http" | "wss" | "ws"
 *
 * The segments before the token are a sub-path that the platform is served under. A base that ends in the given token
 * is taken for the full URL. Anything else is a KnownError that does not show the token.
 */
export function parseEndpointAddress(url: string, token?: string): EndpointAddress {
  const given = token?.trim();
  if (given) rememberSecret(given);
  const parsed = parseUrl(url.trim());
  const segments = parsed.pathname.split('/').filter((segment) => segment !== '');
  const last = segments.at(-1);
  if (!given) {
    if (last === undefined || last === 'socket.io') throw missingToken(parsed);
    // Decoded first, so that messages show the same hint as the address.
    rememberSecret(decoded(last));
    rememberSecret(last);
  }
  if (!given || (last !== undefined && decoded(last) === given)) segments.pop();
  return {
    origin: originOf(parsed),
    path: segments.map((segment) => `/${segment}`).join('') + SOCKET_IO,
    token: given || decoded(last ?? ''),
  };
}

/** The address for people: `https://host/sub/…ab12`, the last part being a hash of the token. */
export function describeAddress(address: EndpointAddress): string {
  return `${baseUrlOf(address)}/${hintOf(address.token)}`;
}

/** Server address and sub-path, without a trailing slash and without the token. */
export function baseUrlOf(address: EndpointAddress): string {
  return address.origin + address.path.slice(0, -SOCKET_IO.length);
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

function originOf(parsed: URL): string {
  return `${SCHEMES[parsed.protocol]}//${parsed.host}`;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

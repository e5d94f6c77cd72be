import type { CookieDeps, CookieJar, CookieOrigin } from '../cookie-jar.ts';
import type { WebSocketLike } from './engine-like.ts';

/** Keeps what the answer to the upgrade sets, also if it refuses; the opener of the connection ends a refused one. */
export function keepCookies(
  webSocket: WebSocketLike | null,
  jar: CookieJar,
  origin: CookieOrigin,
  system: CookieDeps,
): void {
  webSocket?.once('upgrade', ({ headers }) => jar.keep(headers, origin, system));
  webSocket?.once('unexpected-response', (_request, { headers }) => jar.keep(headers, origin, system));
}

import { isIP } from 'node:net';

/**
 * Whether a request's Host header names this server. A web page from elsewhere may give its own name the address 127.0.0.1
 * (DNS rebinding) and would then be let read what is served here; the name in the header gives it away. An address is no
 * name that anyone could point elsewhere.
 */
export function isAllowedHost(header: string | undefined, listensOn: string): boolean {
  const name =
    header
      ?.replace(/:\d+$/, '')
      .replace(/^\[|\]$/g, '')
      .toLowerCase() ?? '';
  return name === 'localhost' || name === listensOn.toLowerCase() || isIP(name) !== 0;
}

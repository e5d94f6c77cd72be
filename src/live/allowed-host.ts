import { isIP } from 'node:net';

/**
 * Whether the Host header of a request names this server. A foreign web page may resolve its own name to 127.0.0.1 (DNS
 * rebinding) to read what is served here; its name in the header reveals that. An IP address in the header is safe.
 */
export function isAllowedHost(header: string | undefined, listensOn: string): boolean {
  const name =
    header
      ?.replace(/:\d+$/, '')
      .replace(/^\[|\]$/g, '')
      .toLowerCase() ?? '';
  return name === 'localhost' || name === listensOn.toLowerCase() || isIP(name) !== 0;
}

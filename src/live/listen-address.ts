/** An address to listen on. */
export interface ListenAddress {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
}

/** Only this machine reaches it. */
const LOOPBACK = '127.0.0.1';

/**
 * `[host:]port`; without a host it is 127.0.0.1. Undefined for anything else.
 *
 *     address = [ ( name | IPv4 | "[" IPv6 "]" ) ":" ] port      port = 0 … 65535
 */
export function parseListenAddress(text: string): ListenAddress | undefined {
  const [, bracketed, plain, digits] = /^(?:(?:\[([0-9a-f:.]+)\]|([\w.-]+)):)?(\d{1,5})$/i.exec(text.trim()) ?? [];
  const port = Number(digits);
  if (digits === undefined || port > 65_535) return undefined;
  return { host: bracketed ?? plain ?? LOOPBACK, port };
}

export function isLoopbackAddress({ host }: ListenAddress): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

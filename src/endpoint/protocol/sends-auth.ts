import type { ProtocolSettings } from '../endpoint-settings.ts';

/** Whether a payload is sent with the connect packet; Socket.IO 4 only. */
export function sendsAuth(protocol: ProtocolSettings): boolean {
  return 'auth' in protocol && protocol.auth !== undefined;
}

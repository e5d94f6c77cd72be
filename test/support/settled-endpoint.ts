import { parseEndpointAddress } from '../../src/endpoint/endpoint-address.ts';
import type { SettledEndpoint } from '../../src/endpoint/endpoint-settings.ts';

/** Settings as a preflight would leave them, for the endpoint at `url` (with its token). */
export function settledEndpoint(url: string, overrides: Partial<SettledEndpoint> = {}): SettledEndpoint {
  return {
    name: 'default',
    address: parseEndpointAddress(url),
    socketio: 4,
    ready: { kind: 'wait' },
    handshake: 'query',
    channel: 'palaver',
    testMode: false,
    emitWithAck: true,
    passthroughIp: null,
    headers: {},
    connectTimeoutMs: 5000,
    network: {},
    ...overrides,
  };
}

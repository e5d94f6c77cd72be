import { parseEndpointAddress } from '../../src/endpoint/endpoint-address.ts';
import type { GivenSettings, SettledEndpoint } from '../../src/endpoint/endpoint-settings.ts';
import { protocolSettings } from '../../src/endpoint/protocol/protocol-settings.ts';

export type EndpointParts = Partial<Omit<SettledEndpoint, 'protocol'>> & GivenSettings;

/** Settings as a preflight would leave them, for the endpoint at `url` (with its token). */
export function settledEndpoint(url: string, parts: EndpointParts = {}): SettledEndpoint {
  const { handshake, channel, testMode, emitWithAck, passthroughIp, ...overrides } = parts;
  return {
    name: 'default',
    address: parseEndpointAddress(url),
    socketio: 4,
    ready: { kind: 'wait' },
    protocol: protocolSettings('cognigy', { handshake, channel, testMode, emitWithAck, passthroughIp }),
    headers: {},
    query: {},
    connectTimeoutMs: 5000,
    network: {},
    ...overrides,
  };
}

import { parseEndpointAddress } from '../../src/endpoint/endpoint-address.ts';
import type { GivenSettings, ProtocolName, SettledEndpoint } from '../../src/endpoint/endpoint-settings.ts';
import { protocolSettings } from '../../src/endpoint/protocol/protocol-settings.ts';

export type EndpointParts = Partial<Omit<SettledEndpoint, 'protocol'>> & GivenSettings & { protocol?: ProtocolName };

/** Settings after the preflight, for the endpoint at `url` (with its token). */
export function settledEndpoint(url: string, { protocol = 'cognigy', ...parts }: EndpointParts = {}): SettledEndpoint {
  const { name, address, socketio, ready, headers, query, connectTimeoutMs, network, pushRate, ...given } = parts;
  return {
    name: name ?? 'default',
    address: address ?? parseEndpointAddress(url),
    socketio: socketio ?? 4,
    ready: ready ?? { kind: 'wait' },
    protocol: protocolSettings(protocol, given),
    headers: headers ?? {},
    query: query ?? {},
    connectTimeoutMs: connectTimeoutMs ?? 5000,
    network: network ?? {},
    pushRate,
  };
}

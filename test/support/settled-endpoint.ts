import { parseEndpointAddress } from '../../src/endpoint/endpoint-address.ts';
import type { SettledEndpoint } from '../../src/endpoint/endpoint-settings.ts';
import type { CognigySettings } from '../../src/endpoint/protocol/cognigy/cognigy-settings.ts';

type ProtocolParts = Partial<Omit<CognigySettings, 'name'>>;
export type EndpointParts = Partial<Omit<SettledEndpoint, 'protocol'>> & ProtocolParts;

/** Settings as a preflight would leave them, for the endpoint at `url` (with its token). */
export function settledEndpoint(url: string, parts: EndpointParts = {}): SettledEndpoint {
  const { handshake = 'query', channel = 'palaver', testMode = false, ...others } = parts;
  const { emitWithAck = true, passthroughIp = null, ...overrides } = others;
  return {
    name: 'default',
    address: parseEndpointAddress(url),
    socketio: 4,
    ready: { kind: 'wait' },
    protocol: { name: 'cognigy', handshake, channel, testMode, emitWithAck, passthroughIp },
    headers: {},
    connectTimeoutMs: 5000,
    network: {},
    ...overrides,
  };
}

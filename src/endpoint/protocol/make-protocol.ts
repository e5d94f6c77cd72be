import type { EndpointSettings } from '../endpoint-settings.ts';
import type { ChatProtocol } from './chat-protocol.ts';
import { CognigyProtocol } from './cognigy/cognigy-protocol.ts';
import { CustomProtocol } from './custom/custom-protocol.ts';
import { RasaProtocol } from './rasa/rasa-protocol.ts';

/** The protocol that a target speaks. Throws a KnownError for settings that it cannot use. */
export function makeProtocol({ protocol, address }: Pick<EndpointSettings, 'protocol' | 'address'>): ChatProtocol {
  switch (protocol.name) {
    case 'cognigy':
      return new CognigyProtocol(protocol, address);
    case 'rasa':
      return new RasaProtocol(protocol);
    case 'custom':
      return new CustomProtocol(protocol);
  }
}

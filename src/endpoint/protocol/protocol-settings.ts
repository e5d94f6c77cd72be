import type { GivenSettings, ProtocolName, ProtocolSettings } from '../endpoint-settings.ts';
import { cognigySettings } from './cognigy/cognigy-settings.ts';

/** The settings of a protocol: the given ones, and its defaults for the others. Ignores those of other protocols. */
export function protocolSettings(name: ProtocolName, given: GivenSettings): ProtocolSettings {
  switch (name) {
    case 'cognigy':
      return cognigySettings(given);
  }
}

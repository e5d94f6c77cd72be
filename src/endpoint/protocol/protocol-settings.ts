import type { GivenSettings, ProtocolName, ProtocolSettings } from '../endpoint-settings.ts';
import { cognigySettings } from './cognigy/cognigy-settings.ts';
import { DEFAULT_PROTOCOL } from './platform-terms.ts';

/** The settings of a protocol: the given ones, and its defaults for the others. Ignores those of other protocols. */
export function protocolSettings(given: GivenSettings, name: ProtocolName = DEFAULT_PROTOCOL): ProtocolSettings {
  switch (name) {
    case 'cognigy':
      return cognigySettings(given);
  }
}

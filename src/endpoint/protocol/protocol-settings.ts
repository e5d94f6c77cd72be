import type { GivenSettings, ProtocolName, ProtocolSettings } from '../endpoint-settings.ts';
import { cognigySettings } from './cognigy/cognigy-settings.ts';
import { customSettings } from './custom/custom-settings.ts';
import { rasaSettings } from './rasa/rasa-settings.ts';

type SettingsOf<Name extends ProtocolName> = Extract<ProtocolSettings, { name: Name }>;

const MAKE: { readonly [Name in ProtocolName]: (given: GivenSettings) => SettingsOf<Name> } = {
  cognigy: cognigySettings,
  rasa: rasaSettings,
  custom: customSettings,
};

/** The settings of a protocol: the given ones, and its defaults for the others. Ignores those of other protocols. */
export function protocolSettings<Name extends ProtocolName>(name: Name, given: GivenSettings): SettingsOf<Name> {
  return MAKE[name](given);
}

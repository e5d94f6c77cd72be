import type { ProtocolName, ProtocolSettings } from '../endpoint-settings.ts';
import type { PlatformTerms } from './chat-protocol.ts';
import { COGNIGY_TERMS } from './cognigy/cognigy-terms.ts';
import { CUSTOM_TERMS, customTerms } from './custom/custom-terms.ts';
import { RASA_TERMS } from './rasa/rasa-terms.ts';

/** Terms by protocol, for planning a run before any connection exists; those of `custom` depend on its events, too. */
export const PLATFORM_TERMS: Readonly<Record<ProtocolName, PlatformTerms>> = {
  cognigy: COGNIGY_TERMS,
  rasa: RASA_TERMS,
  custom: CUSTOM_TERMS,
};

/** The terms of a target with these settings. */
export function termsOf(settings: ProtocolSettings): PlatformTerms {
  return settings.name === 'custom' ? customTerms(settings.events) : PLATFORM_TERMS[settings.name];
}

/** The protocol of a target that names none. */
export const DEFAULT_PROTOCOL = 'cognigy' satisfies ProtocolName;

const ALL = Object.values(PLATFORM_TERMS);

/** What applies to every platform, for ids that are made before the targets are known. */
export const COMMON_TERMS = {
  maxUserIdLength: Math.min(...ALL.map(({ maxUserIdLength }) => maxUserIdLength)),
  ids: ALL.reduce((strict, terms) => (terms.maxIdLength < strict.maxIdLength ? terms : strict)),
};

import type { ProtocolName } from '../endpoint-settings.ts';
import type { PlatformTerms } from './chat-protocol.ts';
import { COGNIGY_TERMS } from './cognigy/cognigy-terms.ts';

/** Terms by protocol, for planning a run before any connection exists. */
export const PLATFORM_TERMS: Readonly<Record<ProtocolName, PlatformTerms>> = { cognigy: COGNIGY_TERMS };

/** The protocol of a target that names none. */
export const DEFAULT_PROTOCOL: ProtocolName = 'cognigy';

const ALL = Object.values(PLATFORM_TERMS);

/** What applies to every platform, for inputs and ids that are made before the targets are known. */
export const COMMON_TERMS = {
  inputFields: [...new Set(ALL.flatMap(({ inputFields }) => inputFields))],
  maxUserIdLength: Math.min(...ALL.map(({ maxUserIdLength }) => maxUserIdLength)),
  ids: ALL.reduce((strict, terms) => (terms.maxIdLength < strict.maxIdLength ? terms : strict)),
};

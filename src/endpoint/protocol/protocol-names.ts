import type { ProtocolName } from '../endpoint-settings.ts';

/** Every protocol, for flags and schemas. In a file of its own, so that the help of a command loads nothing else. */
export const PROTOCOL_NAMES = Object.keys({
  cognigy: true,
  rasa: true,
  custom: true,
} satisfies Record<ProtocolName, true>) as readonly ProtocolName[];

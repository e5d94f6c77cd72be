import type { PlatformTerms } from './chat-protocol.ts';

/** A bot that nobody bills by input, and whose host has no limits of its own. */
export const UNMETERED = {
  inputsPerBillable: undefined,
  testInputsPerHour: undefined,
  sharedHosts: [],
  sharedConnectionsPer5Minutes: Number.POSITIVE_INFINITY,
} as const satisfies Partial<PlatformTerms>;

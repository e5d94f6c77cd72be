import type { PlatformTerms } from '../chat-protocol.ts';

/**
 * Cognigy.AI. Billing: 50 inputs of a session are one conversation. Test mode: 600 inputs per hour (documentation, "Test
 * Mode"). Shared installations accept 1,000 requests from one address within five minutes.
 */
export const COGNIGY_TERMS: PlatformTerms = {
  readySignal: 'endpoint-ready',
  tokenInUrl: true,
  signalsTurnEnd: true,
  inputsPerBillable: 50,
  testInputsPerHour: 600,
  sharedHosts: ['*.cognigy.ai', '*.nicecxone.com'],
  sharedConnectionsPer5Minutes: 1000,
};

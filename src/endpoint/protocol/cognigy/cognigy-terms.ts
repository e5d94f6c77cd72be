import type { PlatformTerms } from '../chat-protocol.ts';
import type { CognigySettings } from './cognigy-settings.ts';
import { QUERY_FIELDS } from './connect-query.ts';
import { INPUT_FIELDS } from './process-input.ts';

/**
 * Cognigy.AI. Billing: 50 inputs of a session are one conversation. Test mode: 600 inputs per hour (documentation, "Test
 * Mode"). Shared installations accept 1,000 requests from one address within five minutes. Longer session ids once failed
 * at the handover to human agents, and no client of Cognigy makes longer ones. User ids may have 256 characters (documentation,
 * rules for return values of transformers).
 */
export const COGNIGY_TERMS: PlatformTerms = {
  readySignal: 'endpoint-ready',
  mayLackReadySignal: true,
  tokenInUrl: true,
  signalsTurnEnd: true,
  resetsFlow: true,
  takesPushes: true,
  showsTyping: true,
  namesSources: true,
  hasChannels: true,
  carriesData: true,
  carriesExtra: true,
  tracesInputs: true,
  inputFields: INPUT_FIELDS,
  queryFields: QUERY_FIELDS,
  templatedSettings: ['channel', 'passthroughIp'] satisfies readonly (keyof CognigySettings)[],
  renderedSettings: [],
  maxIdLength: 44,
  maxUserIdLength: 256,
  longIds: 'fail at the handover to human agents',
  inputsPerBillable: 50,
  testInputsPerHour: 600,
  sharedHosts: ['*.cognigy.ai', '*.nicecxone.com'],
  sharedConnectionsPer5Minutes: 1000,
};

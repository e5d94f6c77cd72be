import type { PlatformTerms } from '../chat-protocol.ts';
import { UNMETERED } from '../unmetered.ts';

/**
 * The Socket.IO channel of Rasa. Its server never says that a turn is over, its messages do not say which input they answer,
 * and it cannot be told over the channel to forget a dialogue.
 */
export const RASA_TERMS: PlatformTerms = {
  readySignal: 'session_confirm',
  mayLackReadySignal: false,
  tokenInUrl: false,
  signalsTurnEnd: false,
  resetsFlow: false,
  takesPushes: false,
  showsTyping: false,
  namesSources: false,
  hasChannels: false,
  carriesData: true,
  carriesExtra: true,
  tracesInputs: false,
  inputFields: ['message', 'session_id'],
  queryFields: [],
  templatedSettings: ['auth'],
  renderedSettings: [],
  maxIdLength: 255,
  maxUserIdLength: 1000,
  longIds: "do not fit the column of Rasa's tracker store",
  ...UNMETERED,
};

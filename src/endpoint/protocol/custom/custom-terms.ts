import type { PlatformTerms } from '../chat-protocol.ts';
import type { CustomEvents } from '../custom-events.ts';
import { UNMETERED } from '../unmetered.ts';
import { payloadFields, usesVariable } from './sent-event.ts';

/** Of any bot; what depends on its events is as for one without them. */
export const CUSTOM_TERMS: PlatformTerms = {
  readySignal: undefined,
  mayLackReadySignal: false,
  tokenInUrl: false,
  signalsTurnEnd: false,
  resetsFlow: false,
  takesPushes: false,
  showsTyping: false,
  namesSources: false,
  hasChannels: false,
  tracesInputs: false,
  carriesData: false,
  carriesExtra: false,
  inputFields: [],
  queryFields: [],
  templatedSettings: ['auth'],
  renderedSettings: ['events'],
  maxIdLength: 255,
  maxUserIdLength: 1000,
  longIds: 'are longer than most servers expect',
  ...UNMETERED,
};

/** The terms of a bot with these events. */
export function customTerms(events: CustomEvents | undefined): PlatformTerms {
  if (!events) return CUSTOM_TERMS;
  const { hello, ready, input, end } = events;
  const fields = payloadFields(input);
  return {
    ...CUSTOM_TERMS,
    readySignal: hello?.ack ? `the ack of ${hello.event}` : ready?.event,
    signalsTurnEnd: end.length > 0 || isAckAll(events),
    carriesData: usesVariable(input, 'data'),
    carriesExtra: fields !== undefined,
    inputFields: fields ?? [],
  };
}

/** The ack of an input is all that the bot answers, and so the end of the turn. */
export function isAckAll({ ack, outputs, end }: CustomEvents): boolean {
  return ack !== undefined && outputs.length === 0 && end.length === 0;
}

import type { SessionIdentity, UserInput } from './endpoint-connection.ts';
import type { EndpointSettings } from './endpoint-settings.ts';

/** The payload of one `processInput` event, as the vendor's clients send it. `data` is absent where there is none. */
export interface ProcessInput {
  readonly URLToken: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly channel: string;
  readonly source: 'device';
  readonly passthroughIP: string | null;
  readonly resetFlow: boolean;
  readonly text: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** What is the same in every input of a conversation; made once, so that an utterance only adds its own fields. */
export type InputEnvelope = Omit<ProcessInput, 'resetFlow' | 'text' | 'data'>;

export function inputEnvelope(settings: EndpointSettings, identity: SessionIdentity): InputEnvelope {
  return {
    URLToken: settings.address.token,
    userId: identity.userId,
    sessionId: identity.sessionId,
    channel: identity.channel ?? settings.channel,
    source: 'device',
    passthroughIP: settings.passthroughIp,
  };
}

/** Extra fields come first, so that a known field always has the last word. */
export function processInput(envelope: InputEnvelope, input: UserInput): ProcessInput {
  const { text, data, resetFlow, extra } = input;
  if (extra === undefined) {
    return data === undefined ? { ...envelope, resetFlow, text } : { ...envelope, resetFlow, text, data };
  }
  const { data: _reserved, ...free } = extra;
  const payload = { ...free, ...envelope, resetFlow, text };
  return data === undefined ? payload : { ...payload, data };
}

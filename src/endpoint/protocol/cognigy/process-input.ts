import type { SessionIdentity, UserInput } from '../../endpoint-connection.ts';
import type { CognigySettings } from './cognigy-settings.ts';

/** The payload of one `processInput` event, as Cognigy's clients send it. `data` is absent where there is none. */
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

const FILLED: Readonly<Record<keyof ProcessInput, true>> = {
  URLToken: true,
  userId: true,
  sessionId: true,
  channel: true,
  source: true,
  passthroughIP: true,
  resetFlow: true,
  text: true,
  data: true,
};

/** The fields of `ProcessInput`. */
export const INPUT_FIELDS: readonly string[] = Object.keys(FILLED);

/** What is the same in every input of a conversation. */
type InputEnvelope = Omit<ProcessInput, 'resetFlow' | 'text' | 'data'>;

/** The envelope of a conversation's inputs, as JSON. */
export function inputEnvelope(settings: CognigySettings, token: string, identity: SessionIdentity): string {
  const envelope: InputEnvelope = {
    URLToken: token,
    userId: identity.userId,
    sessionId: identity.sessionId,
    channel: identity.channel ?? settings.channel,
    source: 'device',
    passthroughIP: settings.passthroughIp,
  };
  return JSON.stringify(envelope);
}

/** The event with this input: its name and its payload, as JSON. */
export function inputEvent(envelope: string, { text, data, restart: resetFlow, extra }: UserInput): string {
  if (extra !== undefined) {
    const fields: InputEnvelope = JSON.parse(envelope);
    return `["processInput",${JSON.stringify(withExtra(fields, { text, data, resetFlow }, extra))}]`;
  }
  const dataJson = data === undefined ? '' : `,"data":${JSON.stringify(data)}`;
  const start = envelope.slice(0, -1);
  return `["processInput",${start},"resetFlow":${resetFlow},"text":${JSON.stringify(text)}${dataJson}}]`;
}

/** Extra fields come first, so that a known field always has the last word. */
function withExtra(
  fields: InputEnvelope,
  { text, data, resetFlow }: Pick<UserInput, 'text' | 'data'> & Pick<ProcessInput, 'resetFlow'>,
  extra: NonNullable<UserInput['extra']>,
): ProcessInput {
  const { data: _reserved, ...free } = extra;
  const payload = { ...free, ...fields, resetFlow, text };
  return data === undefined ? payload : { ...payload, data };
}

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

/** What is the same in every input of a conversation, and as JSON without its last brace; made once. */
export interface InputEnvelope {
  readonly fields: Omit<ProcessInput, 'resetFlow' | 'text' | 'data'>;
  readonly json: string;
}

export function inputEnvelope(settings: CognigySettings, token: string, identity: SessionIdentity): InputEnvelope {
  const fields = {
    URLToken: token,
    userId: identity.userId,
    sessionId: identity.sessionId,
    channel: identity.channel ?? settings.channel,
    source: 'device' as const,
    passthroughIP: settings.passthroughIp,
  };
  return { fields, json: JSON.stringify(fields).slice(0, -1) };
}

/** The event with this input: its name and its payload, as JSON. */
export function inputEvent(
  { fields, json }: InputEnvelope,
  { text, data, restart: resetFlow, extra }: UserInput,
): string {
  if (extra !== undefined)
    return `["processInput",${JSON.stringify(withExtra(fields, { text, data, resetFlow }, extra))}]`;
  const dataJson = data === undefined ? '' : `,"data":${JSON.stringify(data)}`;
  return `["processInput",${json},"resetFlow":${resetFlow},"text":${JSON.stringify(text)}${dataJson}}]`;
}

/** Extra fields come first, so that a known field always has the last word. */
function withExtra(
  fields: InputEnvelope['fields'],
  { text, data, resetFlow }: Pick<UserInput, 'text' | 'data'> & Pick<ProcessInput, 'resetFlow'>,
  extra: NonNullable<UserInput['extra']>,
): ProcessInput {
  const { data: _reserved, ...free } = extra;
  const payload = { ...free, ...fields, resetFlow, text };
  return data === undefined ? payload : { ...payload, data };
}

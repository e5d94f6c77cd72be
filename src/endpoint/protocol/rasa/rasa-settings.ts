import type { CommonSettings, ConnectPayload } from '../common-settings.ts';

/** What can be set of a target that speaks the Socket.IO channel of Rasa. Plain data. */
export interface RasaSettings extends CommonSettings {
  readonly name: 'rasa';
  /** `namespace` of the channel. Default `/`. */
  readonly namespace: string;
  /** Payload of the Socket.IO connect packet. Default: none. */
  readonly auth: ConnectPayload | undefined;
  /** `user_message_evt` of the channel. Default `user_uttered`. */
  readonly userEvent: string;
  /** `bot_message_evt` of the channel. Default `bot_uttered`. */
  readonly botEvent: string;
  /** `metadata_key` of the channel: the field of an input for its data. Default `metadata`. */
  readonly metadataKey: string;
}

/** Those that a user gives. */
export type GivenRasaSettings = Partial<Omit<RasaSettings, 'name'>>;

export function rasaSettings(given: GivenRasaSettings): RasaSettings {
  const {
    namespace = '/',
    auth,
    userEvent = 'user_uttered',
    botEvent = 'bot_uttered',
    metadataKey = 'metadata',
  } = given;
  return { name: 'rasa', namespace, auth, userEvent, botEvent, metadataKey };
}

import type { ProtocolName } from '../../../endpoint/endpoint-settings.ts';
import type { CustomEvents } from '../../../endpoint/protocol/custom-events.ts';
import { DEFAULT_PROTOCOL } from '../../../endpoint/protocol/platform-terms.ts';
import { protocolSettings } from '../../../endpoint/protocol/protocol-settings.ts';
import { freeForm, text } from '../field-forms.ts';
import { eventName } from './event-name.ts';
import { events } from './events-schema.ts';

const RASA = protocolSettings('rasa', {});

/** Settings of a target for the protocols whose URLs have no token. */
export const connectFields = {
  namespace: text
    .regex(/^\/[^,?\s]*$/, { error: 'must start with /, such as /chat' })
    .optional()
    .meta({ description: 'Namespace of Socket.IO (not for cognigy).', default: RASA.namespace, examples: ['/chat'] }),
  path: text
    .regex(/^\/[^?#\s]*[^?#\s/]$/, { error: 'must be a path such as /socket.io, without a trailing slash' })
    .optional()
    .meta({
      description: 'Path of Engine.IO on the server, in place of the path of url and /socket.io (not for cognigy).',
      default: '/socket.io',
      examples: ['/chat/socket.io'],
    }),
  auth: freeForm.optional().meta({
    description:
      'Payload of the Socket.IO connect packet (auth of Socket.IO 4; not for cognigy). Templates are allowed in its values.',
    examples: [{ token: `\${JWT}` }],
  }),
};

/** Settings of a target that speaks rasa, named after those of the channel in credentials.yml. */
export const rasaFields = {
  userEvent: eventName
    .optional()
    .meta({ description: 'Protocol rasa: event of an input (user_message_evt).', default: RASA.userEvent }),
  botEvent: eventName
    .optional()
    .meta({ description: 'Protocol rasa: event of a message of the bot (bot_message_evt).', default: RASA.botEvent }),
  metadataKey: text
    .min(1)
    .optional()
    .meta({ description: 'Protocol rasa: field of an input for its data (metadata_key).', default: RASA.metadataKey }),
};

/** Settings of a target that speaks custom. */
export const customFields = { events: events.optional() };

/** Settings that only some protocols have. */
const ONLY: Readonly<Record<string, readonly ProtocolName[]>> = {
  testMode: ['cognigy'],
  channel: ['cognigy'],
  handshake: ['cognigy'],
  emitWithAck: ['cognigy'],
  passthroughIp: ['cognigy'],
  pushRate: ['cognigy'],
  namespace: ['rasa', 'custom'],
  path: ['rasa', 'custom'],
  auth: ['rasa', 'custom'],
  userEvent: ['rasa'],
  botEvent: ['rasa'],
  metadataKey: ['rasa'],
  events: ['custom'],
};

interface SettingIssue {
  readonly path: [string];
  readonly message: string;
}

interface Entry {
  readonly protocol?: ProtocolName | undefined;
  readonly socketio?: 'auto' | 4 | 2 | undefined;
  readonly ready?: string | undefined;
  readonly auth?: object | undefined;
  readonly events?: CustomEvents | undefined;
}

/** The settings of a target that its protocol, or another setting, does not allow. */
export function foreignSettings(entry: Entry): readonly SettingIssue[] {
  return [...ofOtherProtocols(entry), ...clashes(entry)];
}

function clashes({ socketio, ready, auth, events: described }: Entry): readonly SettingIssue[] {
  const found: SettingIssue[] = [];
  if (auth && socketio === 2) {
    found.push({ path: ['auth'], message: 'needs Socket.IO 4: older clients have none; use query or headers' });
  }
  const signals = described?.ready !== undefined || described?.hello?.ack === true;
  if (described && ready === 'wait' && !signals) {
    found.push({ path: ['ready'], message: 'waits for an event that is missing; add ready to events, or remove it' });
  }
  return found;
}

function ofOtherProtocols(entry: Entry): readonly SettingIssue[] {
  const { protocol = DEFAULT_PROTOCOL } = entry;
  if (protocol === 'custom' && !entry.events) {
    return [
      { path: ['events'], message: 'is missing; describe the events of the bot: { input: message, outputs: reply }' },
    ];
  }
  const given = Object.entries(entry).flatMap(([key, value]) => (value === undefined ? [] : [key]));
  return given.flatMap((key): SettingIssue[] => {
    const homes = ONLY[key];
    if (!homes || homes.includes(protocol)) return [];
    return [
      {
        path: [key],
        message: `does not exist in the protocol ${protocol}, only in ${homes.join(' and ')}; remove it, or set protocol`,
      },
    ];
  });
}

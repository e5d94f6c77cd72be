import { z } from 'zod';
import { DEFAULT_PROTOCOL } from '../../endpoint/protocol/platform-terms.ts';
import { PROTOCOL_NAMES } from '../../endpoint/protocol/protocol-names.ts';
import { protocolSettings } from '../../endpoint/protocol/protocol-settings.ts';
import { mockOptionsSchema } from '../../mock/mock-options.ts';
import { parseDurationMs } from '../../platform/time/duration.ts';
import type { TargetEntry } from '../scenario.ts';
import { messageFor, phrase, text } from './field-forms.ts';
import { connectFields, customFields, foreignSettings, rasaFields } from './protocols/protocol-fields.ts';
import { rate } from './rate-form.ts';

const DEFAULTS = protocolSettings(DEFAULT_PROTOCOL, {});

const url = text
  .trim()
  .min(1)
  .meta({ description: 'The endpoint URL, its token as the last segment.', examples: [`\${EU_ENDPOINT}`] });

const ready = z
  .string()
  .refine((mode) => ['auto', 'wait', 'assume'].includes(mode) || parseDurationMs(mode) !== undefined, {
    error: 'must be auto, wait, assume or a duration such as 500ms',
  })
  .meta({
    description:
      'When a conversation may start: as observed in the target check (auto), at the ready signal of the server (wait), 200 ms after connecting (assume), or after this time.',
  });

const longTarget = z.strictObject({
  url,
  protocol: z.enum(PROTOCOL_NAMES).optional().meta({
    description:
      'Protocol of the bot: cognigy (Cognigy.AI), rasa (the Socket.IO channel of Rasa), or custom (any Socket.IO events, described in events).',
    default: DEFAULT_PROTOCOL,
  }),
  token: text
    .min(1)
    .optional()
    .meta({
      description: 'The URL token, if url is only the base; with protocols other than cognigy, sent as token in auth.',
      examples: [`\${EU_TOKEN}`],
    }),
  testMode: z.boolean().optional().meta({ description: 'Mark inputs as test inputs (not billed).' }),
  channel: phrase
    .min(1)
    .optional()
    .meta({ description: 'Channel of inputs in analytics. Templates are allowed.', default: DEFAULTS.channel }),
  headers: z
    .record(z.string(), phrase)
    .optional()
    .meta({
      description: 'Extra headers of the upgrade request. Templates are allowed in their values.',
      examples: [{ Authorization: 'Bearer {{token}}' }],
    }),
  query: z
    .record(z.string(), phrase)
    .optional()
    .meta({
      description: 'Extra query parameters of the upgrade request. Templates are allowed in their values.',
      examples: [{ tenant: '{{tenant}}' }],
    }),
  socketio: z
    .literal(['auto', 4, 2])
    .optional()
    .meta({ description: 'Major version of the Socket.IO client.', default: 'auto' }),
  ready: ready.optional().meta({ default: 'auto' }),
  handshake: z.enum(['query', 'inner']).optional().meta({
    description:
      'Where session and user ids are sent: in the URL query (query) or in a message after connecting (inner).',
    default: DEFAULTS.handshake,
  }),
  ...connectFields,
  ...rasaFields,
  ...customFields,
  emitWithAck: z.boolean().optional().meta({
    description: "Let the server ask for an ack of each output, as Cognigy's clients do.",
    default: DEFAULTS.emitWithAck,
  }),
  passthroughIp: phrase
    .min(1)
    .optional()
    .meta({
      description: 'Client IP address sent with inputs (passthroughIP). Templates are allowed.',
      examples: ['192.0.2.7', '{{ip}}'],
    }),
  pushRate: rate
    .refine((perSecond) => perSecond > 0, { error: 'must be greater than 0' })
    .optional()
    .meta({ description: 'Maximum rate of inject and notify requests.', examples: ['10/s'] }),
  mock: mockOptionsSchema.optional().meta({
    description: "Mock endpoint settings for this target, in place of the scenario's (--mock).",
  }),
});

const knownTarget = longTarget
  .superRefine((entry, context) => {
    for (const issue of foreignSettings(entry)) context.addIssue({ code: 'custom', ...issue });
  })
  .meta({ id: 'target' });

const target: z.ZodType<TargetEntry> = z.union([url.transform((only) => ({ url: only })), knownTarget], {
  error: messageFor('must be a URL or { url: … }'),
});

export const targets = z
  .record(
    z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, {
      error: 'is not a valid target name; use letters, digits, ".", "_" and "-"',
    }),
    target,
  )
  .meta({ description: 'Endpoints by name.', examples: [{ eu: `\${EU_ENDPOINT}` }] });

import { z } from 'zod';
import { mockFaultsSchema } from './faults/mock-faults-input.ts';
import { distribution, duration, share } from './option-forms.ts';

const BOTS = ['booking', 'echo', 'faq', 'stream', 'handover', 'transformer', 'translate'] as const;
const bot = z.enum(BOTS, { error: `is no bot: use ${BOTS.slice(0, -1).join(', ')} or ${BOTS.at(-1)}` });

/**
 * The options under `mock:` in a scenario and the flags of `palaver mock`, as they are written.
 * Nothing is transformed here: plain JSON prints as JSON Schema, and travels to another process as it is.
 */
export const mockInputSchema = z.strictObject({
  bot: bot.default('booking').meta({
    description:
      'booking (a restaurant table), echo, faq (a library), stream (long answers in chunks), handover (to an agent), transformer (outputs of any shape) or translate (the booking bot in another language)',
    examples: ['echo'],
  }),
  delay: distribution.default('lognormal 400ms 0.4').meta({
    description: 'how long a worker thinks about an input before its first output',
    examples: ['lognormal 400ms 0.4', '50ms'],
  }),
  workers: z
    .int()
    .min(1)
    .max(10_000)
    .default(8)
    .meta({
      description: 'inputs answered at the same time; further ones queue, those of one session in order',
      examples: [4],
    }),
  queueTtl: duration.default('120s').meta({
    description: 'how long an input may queue before it is dropped in silence',
    examples: ['30s'],
  }),
  outputs: z
    .int()
    .min(0)
    .max(100)
    .optional()
    .meta({
      description: 'outputs per input, whatever the bot has to say',
      examples: [3],
    }),
  gap: distribution
    .default('100ms')
    .meta({ description: 'between two outputs of an input', examples: ['50ms..200ms'] }),
  typing: z
    .boolean()
    .default(true)
    .meta({ description: 'typingStatus on and off around a turn', examples: [false] }),
  finalPing: z
    .enum(['own-event', 'in-output', 'none', 'before-last-output', 'duplicated'])
    .default('own-event')
    .meta({
      description: 'own-event (version 4), in-output (version 3), none, before-last-output or duplicated',
      examples: ['in-output'],
    }),
  finalPingType: z
    .enum(['regular', 'cognigyStopFlow', 'error'])
    .default('regular')
    .meta({
      description: 'the type a final ping carries',
      examples: ['cognigyStopFlow'],
    }),
  ready: z
    .union([duration, z.literal('never')])
    .default('20ms')
    .meta({
      description: 'from the connection to endpoint-ready; never, as before version 4.79',
      examples: ['300ms', 'never'],
    }),
  earlyInput: z
    .enum(['accept', 'drop'])
    .default('accept')
    .meta({
      description: 'what becomes of inputs sent while endpoint-ready is still to come',
      examples: ['drop'],
    }),
  stream: z
    .boolean()
    .default(false)
    .meta({ description: 'send texts in chunks, sentence by sentence', examples: [true] }),
  chunkGap: distribution.default('40ms').meta({ description: 'between two chunks', examples: ['20ms..80ms'] }),
  nluDelay: distribution.default('0s').meta({
    description: 'what understanding a question takes on top (bot faq; cIntent: is understood at once)',
    examples: ['lognormal 80ms 0.3'],
  }),
  translationDelay: distribution.default('120ms').meta({
    description: 'what translating an input takes, and each of its outputs (bot translate)',
    examples: ['lognormal 150ms 0.3'],
  }),
  agentDelay: distribution.default('lognormal 800ms 0.4').meta({
    description: 'how long the human agent takes for each message (bot handover)',
    examples: ['500ms..2s'],
  }),
  transformerDrops: share.default(0.1).meta({
    description: 'share of inputs whose outputs the transformer drops (bot transformer)',
    examples: [0.2],
  }),
  nesting: z
    .enum(['default', 'webchat', 'data'])
    .default('default')
    .meta({
      description: 'where quick replies stand in the data: _cognigy._default, _cognigy._webchat or _data._cognigy',
      examples: ['webchat'],
    }),
  coldAfter: duration.optional().meta({
    description: 'a session idle for longer has left the cache: its next input pays coldDelay once',
    examples: ['10m'],
  }),
  coldDelay: distribution.default('500ms').meta({
    description: 'what such an input takes on top',
    examples: ['lognormal 500ms 0.3'],
  }),
  sessionLife: duration.optional().meta({
    description: 'a session idle for longer has ended: its next input begins anew',
    examples: ['30m'],
  }),
  freezeAt: duration.optional().meta({
    description:
      'once, so long after the first input, replies and messages are held back for a while; then all of them come',
    examples: ['10s'],
  }),
  freezeFor: duration.default('2s').meta({ description: 'how long that lasts', examples: ['5s'] }),
  dataAsText: z
    .boolean()
    .default(false)
    .meta({
      description: 'send the data of outputs as a JSON text, as some versions do',
      examples: [true],
    }),
  oddities: z
    .boolean()
    .default(false)
    .meta({
      description: 'with each input, also send events that few clients know, and an output of a shape none foresaw',
      examples: [true],
    }),
  unsolicited: distribution.optional().meta({
    description: 'how often a ready connection gets an output nobody asked for',
    examples: ['exponential 30s'],
  }),
  buffering: z
    .boolean()
    .default(false)
    .meta({
      description: 'keep undelivered outputs for the next connection of their session, and ask clients for acks',
      examples: [true],
    }),
  disconnectGrace: duration.default('3s').meta({
    description: 'a session without a connection for longer counts as left by its user',
    examples: ['1s'],
  }),
  token: z
    .string()
    .min(1)
    .optional()
    .meta({
      description: 'the only URL token that is accepted; without it any is',
      examples: ['mock-token'],
    }),
  wrongToken: z
    .enum(['disconnect', 'exception', 'error-output'])
    .default('disconnect')
    .meta({
      description:
        'what a wrong token gets before it is disconnected: nothing, an exception or an output of type error',
      examples: ['exception'],
    }),
  subPath: z
    .string()
    .regex(/^(\/[A-Za-z0-9._~-]+)*$/, { error: 'is no path: write it as /bots/eu, without a slash at the end' })
    .default('')
    .meta({ description: 'path in front of everything the endpoint serves', examples: ['/bots/eu'] }),
  pingInterval: duration.default('25s').meta({ description: 'heartbeat interval', examples: ['5s'] }),
  pingTimeout: duration.default('20s').meta({ description: 'heartbeat timeout', examples: ['10s'] }),
  maxPayload: z
    .int()
    .min(1000)
    .default(1_000_000)
    .meta({
      description: 'largest frame a client may send, in bytes',
      examples: [65536],
    }),
  seed: z
    .union([z.int(), z.string()])
    .default(1)
    .meta({
      description: 'seed of everything drawn at random',
      examples: [42],
    }),
  faults: mockFaultsSchema.prefault({}).meta({ description: 'what goes wrong, and how often' }),
});

/** As written in a scenario file or by flags: everything optional, durations as texts. Plain JSON. */
export type MockInput = z.input<typeof mockInputSchema>;

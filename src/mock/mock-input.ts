import { z } from 'zod';
import { mockFaultsSchema } from './faults/mock-faults-input.ts';
import { distribution, optionDuration, probability } from './option-forms.ts';

const BOTS = ['booking', 'echo', 'faq', 'stream', 'handover', 'transformer', 'translate'] as const;
const bot = z.enum(BOTS, { error: `must be ${BOTS.slice(0, -1).join(', ')} or ${BOTS.at(-1)}` });

/**
 * The options under `mock:` in a scenario and the flags of `palaver mock`, as written. Nothing is transformed here: plain JSON
 * can be described by JSON Schema and sent to another process.
 */
export const mockInputSchema = z.strictObject({
  bot: bot.default('booking').meta({
    description:
      'Bot to serve: booking (a restaurant table), echo, faq (a library), stream (long answers in chunks), handover (to an agent), transformer (outputs of any shape) or translate (the booking bot in another language)',
    examples: ['echo'],
  }),
  delay: distribution.default('lognormal 400ms 0.4').meta({
    description: 'Processing time of an input before its first output',
    examples: ['lognormal 400ms 0.4', '50ms'],
  }),
  workers: z
    .int()
    .min(1)
    .max(10_000)
    .default(8)
    .meta({
      description: 'Number of inputs processed at once; others are queued, in order within a session',
      examples: [4],
    }),
  queueTtl: optionDuration.default('120s').meta({
    description: 'Maximum queueing time of an input; after it the input is dropped without an answer',
    examples: ['30s'],
  }),
  outputs: z
    .int()
    .min(0)
    .max(100)
    .optional()
    .meta({
      description: 'Number of outputs per input, in place of what the bot would send',
      examples: [3],
    }),
  gap: distribution
    .default('100ms')
    .meta({ description: 'Time between two outputs of an input', examples: ['50ms..200ms'] }),
  typing: z
    .boolean()
    .default(true)
    .meta({ description: 'Send typingStatus on and off around each turn', examples: [false] }),
  finalPing: z
    .enum(['own-event', 'in-output', 'none', 'before-last-output', 'duplicated'])
    .default('own-event')
    .meta({
      description:
        'How the final ping is sent: own-event (as Cognigy.AI 4), in-output (as Cognigy.AI 3), none, before-last-output or duplicated',
      examples: ['in-output'],
    }),
  finalPingType: z
    .enum(['regular', 'cognigyStopFlow', 'error'])
    .default('regular')
    .meta({
      description: 'Type of the final ping: regular, cognigyStopFlow (the flow stopped) or error',
      examples: ['cognigyStopFlow'],
    }),
  ready: z
    .union([optionDuration, z.literal('never')], { error: 'must be a duration such as 20ms, or never' })
    .default('20ms')
    .meta({
      description: 'Time from the connection to endpoint-ready; never: do not send it, as before Cognigy.AI 4.79',
      examples: ['300ms', 'never'],
    }),
  earlyInput: z
    .enum(['accept', 'drop'])
    .default('accept')
    .meta({
      description: 'Accept or drop inputs sent before endpoint-ready',
      examples: ['drop'],
    }),
  stream: z
    .boolean()
    .default(false)
    .meta({ description: 'Send texts in chunks, sentence by sentence', examples: [true] }),
  chunkGap: distribution.default('40ms').meta({ description: 'Time between two chunks', examples: ['20ms..80ms'] }),
  nluDelay: distribution.default('0s').meta({
    description: 'Extra time to understand a question (bot faq; no delay for inputs that begin with cIntent:)',
    examples: ['lognormal 80ms 0.3'],
  }),
  translationDelay: distribution.default('120ms').meta({
    description: 'Time to translate an input, and each of its outputs (bot translate)',
    examples: ['lognormal 150ms 0.3'],
  }),
  agentDelay: distribution.default('lognormal 800ms 0.4').meta({
    description: 'Time the human agent takes for each message (bot handover)',
    examples: ['500ms..2s'],
  }),
  transformerDrops: probability.default(0.1).meta({
    description: 'Probability that the transformer drops the outputs of an input (bot transformer)',
    examples: [0.2],
  }),
  nesting: z
    .enum(['default', 'webchat', 'data'])
    .default('default')
    .meta({
      description:
        'Location of quick replies in the data: _cognigy._default, _cognigy._webchat (webchat) or _data._cognigy (data)',
      examples: ['webchat'],
    }),
  coldAfter: optionDuration.optional().meta({
    description: 'Idle time after which a session leaves the cache; its next input takes coldDelay longer',
    examples: ['10m'],
  }),
  coldDelay: distribution.default('500ms').meta({
    description: 'Extra time of the first input after coldAfter',
    examples: ['lognormal 500ms 0.3'],
  }),
  sessionLife: optionDuration.optional().meta({
    description: 'Idle time after which a session ends; its next input starts a new one',
    examples: ['30m'],
  }),
  freezeAt: optionDuration.optional().meta({
    description:
      'Time after the first input at which the server freezes once: it holds back replies and messages for freezeFor, then sends all of them',
    examples: ['10s'],
  }),
  freezeFor: optionDuration.default('2s').meta({ description: 'Duration of the freeze', examples: ['5s'] }),
  dataAsText: z
    .boolean()
    .default(false)
    .meta({
      description: 'Send the data of outputs as JSON text, as some versions do',
      examples: [true],
    }),
  oddities: z
    .boolean()
    .default(false)
    .meta({
      description: 'With each input, also send unexpected events and an output of an unexpected shape',
      examples: [true],
    }),
  unsolicited: distribution.optional().meta({
    description: 'Interval between unsolicited outputs on a ready connection',
    examples: ['exponential 30s'],
  }),
  buffering: z
    .boolean()
    .default(false)
    .meta({
      description: 'Keep undelivered outputs for the next connection of their session, and ask clients for acks',
      examples: [true],
    }),
  disconnectGrace: optionDuration.default('3s').meta({
    description: 'Time without a connection after which a session counts as abandoned by its user',
    examples: ['1s'],
  }),
  token: z
    .string()
    .min(1)
    .optional()
    .meta({
      description: 'URL token to accept; without it, any',
      examples: ['mock-token'],
    }),
  wrongToken: z
    .enum(['disconnect', 'exception', 'error-output'])
    .default('disconnect')
    .meta({
      description:
        'Send nothing, an exception or an output of type error before a connection with a wrong token is closed',
      examples: ['exception'],
    }),
  subPath: z
    .string()
    .regex(/^(\/[A-Za-z0-9._~-]+)*$/, { error: 'must be a path such as /bots/eu, without a trailing slash' })
    .default('')
    .meta({ description: 'Path prefix of everything the endpoint serves', examples: ['/bots/eu'] }),
  pingInterval: optionDuration.default('25s').meta({ description: 'Heartbeat interval', examples: ['5s'] }),
  pingTimeout: optionDuration.default('20s').meta({ description: 'Heartbeat timeout', examples: ['10s'] }),
  maxPayload: z
    .int()
    .min(1000)
    .default(1_000_000)
    .meta({
      description: 'Maximum size of a frame from a client, in bytes',
      examples: [65536],
    }),
  seed: z
    .union([z.int(), z.string()])
    .default(1)
    .meta({
      description: 'Random seed',
      examples: [42],
    }),
  faults: mockFaultsSchema.prefault({}).meta({ description: 'Injected faults, each with its probability' }),
});

/** Settings as written in a scenario file or by flags: everything optional, durations as texts. Plain JSON. */
export type MockInput = z.input<typeof mockInputSchema>;

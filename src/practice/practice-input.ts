import { z } from 'zod';
import { DISTRIBUTION_FORMS, parseDistribution } from '../platform/distribution.ts';
import { parseDurationMs } from '../platform/duration.ts';

const NO_DURATION = { error: 'is no duration: write it as 400ms, 2s or 1m30s' };
const NO_DISTRIBUTION = { error: `is no distribution: write it as ${DISTRIBUTION_FORMS}` };
const duration = z.string(NO_DURATION).refine((text) => parseDurationMs(text) !== undefined, NO_DURATION);
const distribution = z.string(NO_DISTRIBUTION).refine((text) => parseDistribution(text) !== undefined, NO_DISTRIBUTION);
const NO_SHARE = { error: 'is no share: write a number from 0 to 1, as 0.01' };
const share = z.number(NO_SHARE).min(0, NO_SHARE).max(1, NO_SHARE);

const BOTS = ['booking', 'echo', 'faq', 'stream', 'handover', 'transformer', 'translate'] as const;
const bot = z.enum(BOTS, { error: `is no bot: use ${BOTS.slice(0, -1).join(', ')} or ${BOTS.at(-1)}` });

const faults = z.strictObject({
  drop: share.default(0).meta({
    description: 'share of inputs at which the connection is cut before the first output',
    examples: [0.01],
  }),
  mute: share.default(0).meta({
    description: 'share of inputs that get no output and no final ping',
    examples: [0.01],
  }),
  errorOutput: share.default(0).meta({
    description: 'share of inputs answered with an output of type error',
    examples: [0.01],
  }),
  exception: share.default(0).meta({
    description: 'share of inputs answered with an exception event and nothing else',
    examples: [0.01],
  }),
  errorText: share.default(0).meta({
    description: 'share of inputs answered with an ordinary output that only says that something went wrong',
    examples: [0.05],
  }),
  crosstalk: share.default(0).meta({
    description: 'share of inputs answered with what another session was told before',
    examples: [0.01],
  }),
  pushRefuse: share.default(0).meta({
    description: 'share of inject and notify requests answered with 500',
    examples: [0.1],
  }),
  pushLost: share.default(0).meta({
    description: 'share of them that are accepted and come to nothing, as a transformer may decide',
    examples: [0.1],
  }),
  refuse: z
    .union([z.literal(401), z.literal(403), z.literal(404), z.literal(429), z.literal(502), z.literal(503)], {
      error: 'is no status to refuse with: use 401, 403, 404, 429, 502 or 503',
    })
    .optional()
    .meta({ description: 'HTTP status that upgrades are refused with: 401, 403, 404, 429, 502, 503', examples: [429] }),
  refuseShare: share.default(1).meta({ description: 'share of upgrades that are refused', examples: [0.1] }),
  retryAfter: duration.default('5s').meta({
    description: 'Retry-After of a refusal with 429 or 503, rounded up to seconds',
    examples: ['30s'],
  }),
  neverReady: share.default(0).meta({
    description: 'share of connections that never become ready',
    examples: [0.05],
  }),
  slowAccept: distribution.optional().meta({
    description: 'how long an upgrade waits for its answer',
    examples: ['2s..5s'],
  }),
  heartbeatStop: share.default(0).meta({
    description: 'share of connections that hang: nothing is read or written any more, the connection stays open',
    examples: [0.05],
  }),
  heartbeatStopAfter: duration.default('0s').meta({
    description: 'how long after endpoint-ready such a connection hangs',
    examples: ['10s'],
  }),
  restart: duration.optional().meta({
    description: 'once, this long after the start, every connection is closed and new ones are refused for a while',
    examples: ['20s'],
  }),
  restartDowntime: duration.default('2s').meta({
    description: 'how long new connections are refused during a restart',
    examples: ['5s'],
  }),
});

/**
 * The options under `practice:` in a scenario and the flags of `palaver endpoint`, as they are written.
 * Nothing is transformed here: plain JSON prints as JSON Schema, and travels to another process as it is.
 */
export const practiceInputSchema = z.strictObject({
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
    description: 'what translating takes on top (bot translate)',
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
    description: 'once, so long after the first input, nothing is sent for a while; then all of it',
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
  token: z
    .string()
    .min(1)
    .optional()
    .meta({
      description: 'the only URL token that is accepted; without it any is',
      examples: ['practice-token'],
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
  faults: faults.prefault({}).meta({ description: 'what goes wrong, and how often' }),
});

/** As written in a scenario file or by flags: everything optional, durations as texts. Plain JSON. */
export type PracticeInput = z.input<typeof practiceInputSchema>;

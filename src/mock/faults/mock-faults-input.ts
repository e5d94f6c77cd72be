import { z } from 'zod';
import { distribution, optionDuration, probability } from '../option-forms.ts';

/** Injected faults and their probabilities, 0 by default. */
export const mockFaultsSchema = z.strictObject({
  drop: probability.default(0).meta({
    description: 'Probability that the connection is cut at an input, before the first output',
    examples: [0.01],
  }),
  mute: probability.default(0).meta({
    description: 'Probability that an input gets no output and no final ping',
    examples: [0.01],
  }),
  errorOutput: probability.default(0).meta({
    description: 'Probability that an input is answered with an output of type error',
    examples: [0.01],
  }),
  exception: probability.default(0).meta({
    description: 'Probability that an input is answered with an exception event and nothing else',
    examples: [0.01],
  }),
  errorText: probability.default(0).meta({
    description: 'Probability that an input is answered with an ordinary output whose text reports an error',
    examples: [0.05],
  }),
  crosstalk: probability.default(0).meta({
    description: 'Probability that an input is answered with an output of another session',
    examples: [0.01],
  }),
  close1011: probability.default(0).meta({
    description: 'Probability that the server closes the WebSocket at an input, with code 1011 (internal error)',
    examples: [0.01],
  }),
  pushRefuse: probability.default(0).meta({
    description: 'Probability that an inject or notify request is refused with pushStatus',
    examples: [0.1],
  }),
  pushStatus: z
    .union([z.literal(400), z.literal(403), z.literal(429), z.literal(500), z.literal(502), z.literal(503)], {
      error: 'must be 400, 403, 429, 500, 502 or 503',
    })
    .default(500)
    .meta({
      description: 'HTTP status of refused inject and notify requests: 400, 403, 429, 500, 502 or 503',
      examples: [429],
    }),
  pushLost: probability.default(0).meta({
    description: 'Probability that an inject or notify request is accepted but delivers nothing',
    examples: [0.1],
  }),
  refuse: z
    .union([z.literal(401), z.literal(403), z.literal(404), z.literal(429), z.literal(502), z.literal(503)], {
      error: 'must be 401, 403, 404, 429, 502 or 503',
    })
    .optional()
    .meta({
      description: 'HTTP status to refuse new connections with: 401, 403, 404, 429, 502 or 503',
      examples: [429],
    }),
  refuseShare: probability
    .default(1)
    .meta({ description: 'Probability that a new connection is refused', examples: [0.1] }),
  refuseAbove: z
    .int({ error: 'must be a whole number' })
    .nonnegative()
    .default(0)
    .meta({
      description: 'Refuse only while more connections than this are open, as a gateway with a limit does',
      examples: [40],
    }),
  retryAfter: optionDuration.default('5s').meta({
    description: 'Retry-After header of refusals with 429 or 503, rounded up to seconds',
    examples: ['30s'],
  }),
  neverReady: probability.default(0).meta({
    description: 'Probability that a connection never becomes ready',
    examples: [0.05],
  }),
  slowAccept: distribution.optional().meta({
    description: 'Delay of the answer to the upgrade of a new connection (with polling, to its first request)',
    examples: ['2s..5s'],
  }),
  heartbeatStop: probability.default(0).meta({
    description:
      'Probability that a connection hangs: it stays open, but reads and writes nothing, so heartbeats stop, too',
    examples: [0.05],
  }),
  heartbeatStopAfter: optionDuration.default('0s').meta({
    description: 'Time from endpoint-ready until such a connection hangs',
    examples: ['10s'],
  }),
  restart: optionDuration.optional().meta({
    description:
      'Time after the start at which the server restarts once: it closes every connection and refuses new ones for restartDowntime',
    examples: ['20s'],
  }),
  restartDowntime: optionDuration.default('2s').meta({
    description: 'Time for which new connections are refused during the restart',
    examples: ['5s'],
  }),
});

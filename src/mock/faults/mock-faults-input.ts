import { z } from 'zod';
import { distribution, optionDuration, share } from '../option-forms.ts';

/** Injected faults and their shares, 0 by default. */
export const mockFaultsSchema = z.strictObject({
  drop: share.default(0).meta({
    description: 'Share of inputs at which the connection is cut before the first output',
    examples: [0.01],
  }),
  mute: share.default(0).meta({
    description: 'Share of inputs that get no output and no final ping',
    examples: [0.01],
  }),
  errorOutput: share.default(0).meta({
    description: 'Share of inputs answered with an output of type error',
    examples: [0.01],
  }),
  exception: share.default(0).meta({
    description: 'Share of inputs answered with an exception event and nothing else',
    examples: [0.01],
  }),
  errorText: share.default(0).meta({
    description: 'Share of inputs answered with an ordinary output whose text reports an error',
    examples: [0.05],
  }),
  crosstalk: share.default(0).meta({
    description: 'Share of inputs answered with an output of another session',
    examples: [0.01],
  }),
  close1011: share.default(0).meta({
    description: 'Share of inputs at which the server closes the WebSocket with code 1011 (internal error)',
    examples: [0.01],
  }),
  pushRefuse: share.default(0).meta({
    description: 'Share of inject and notify requests refused with pushStatus',
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
  pushLost: share.default(0).meta({
    description: 'Share of inject and notify requests that are accepted but deliver nothing',
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
  refuseShare: share.default(1).meta({ description: 'Share of new connections that are refused', examples: [0.1] }),
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
  neverReady: share.default(0).meta({
    description: 'Share of connections that never become ready',
    examples: [0.05],
  }),
  slowAccept: distribution.optional().meta({
    description: 'Delay of the answer to the upgrade of a new connection (with polling, to its first request)',
    examples: ['2s..5s'],
  }),
  heartbeatStop: share.default(0).meta({
    description: 'Share of connections that hang: they stay open, but read and write nothing, so heartbeats stop, too',
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

import { z } from 'zod';

/** The parts of a report that are not measured but known: who, what, where, with which load. */

const count = z.int().nonnegative();
const ms = z.number().nonnegative();
const text = z.string();

export const runSchema = z.object({
  id: text,
  name: text,
  tags: z.record(text, text),
  startedAt: z.iso.datetime().describe('start of the load, UTC'),
  endedAt: z.iso.datetime(),
  durationMs: ms.describe('from the start of the load to the end of the last conversation'),
  measuredMs: ms
    .optional()
    .describe(
      'how much of that was measured: without warm-up, left-out ramps and graceful stop; goodput is per second of it',
    ),
  seed: z.union([z.number(), text]),
  partial: z.boolean().describe('the run did not come to its planned end, or is still going on'),
  stopReason: text.describe('why the load ended: time, conversations, signal, …'),
  commit: text.optional(),
  branch: text.optional(),
  jobUrl: text.optional(),
});

export const targetSchema = z.object({
  name: text,
  address: text.describe('without its token'),
  socketio: z.union([z.literal(4), z.literal(2)]).optional(),
  handshake: z
    .object({
      eio: z.number().optional(),
      pingIntervalMs: ms.optional(),
      pingTimeoutMs: ms.optional(),
      maxPayload: count.optional(),
      remoteAddress: text.optional(),
    })
    .optional(),
  ready: text.optional().describe('when a conversation may begin to talk, and how that was decided'),
  preflight: z.record(text, ms).optional().describe('phases of the first connection, ms'),
});

export const loadSchema = z.object({
  model: z.enum(['closed', 'open']),
  description: text.describe('in words'),
  stages: z
    .array(z.object({ durationMs: ms, vus: count.optional(), ratePerSecond: z.number().nonnegative().optional() }))
    .describe('users of a closed load, arrivals per second of an open one'),
  maxVus: count,
  conversations: count.optional().describe('in total, where the load says so'),
  gracefulStopMs: ms.optional(),
  paceMs: ms.optional().describe('closed: conversations of a user are due so far apart'),
  arrivals: z.enum(['uniform', 'poisson']).optional().describe('open'),
  whenFull: z.enum(['drop', 'wait']).optional().describe('open: what becomes of an arrival when all users are busy'),
  warmUpMs: ms.optional().describe('the beginning that is not measured'),
  measure: z.enum(['all', 'steady']).optional().describe('steady: ramps are not measured'),
});

export const generatorSchema = z.object({
  palaver: text,
  node: text,
  platform: text.optional(),
  cpus: count,
  workers: z.array(
    z.object({
      name: text,
      samplesLost: count,
      loopDelayP99Ms: ms.optional(),
      loopDelayMaxMs: ms.optional(),
      gcShare: z.number().optional(),
      peakRssMb: ms.optional(),
      coreWait: text.optional().describe('whether waiting for a core is part of the brackets'),
    }),
  ),
  stealShare: z.number().optional(),
});

const use = z.object({
  conversations: count,
  connections: count,
  inputs: count,
  billable: count.describe('conversations as they are billed: each begun 50 inputs of a session'),
  cost: z.number().nonnegative().optional().describe('billable × costPerConversation'),
});

export const budgetSchema = z
  .object({
    ...use.partial({ billable: true }).shape,
    planned: use.optional().describe('what the plan was estimated to use'),
    limit: z
      .object({
        inputs: count.optional(),
        conversations: count.optional().describe('billable ones'),
        cost: z.number().nonnegative().optional(),
        costPerConversation: z.number().nonnegative().optional(),
      })
      .optional()
      .describe("the scenario's budget; the run stops when one of these is reached, and ends what is under way"),
  })
  .describe('what the run used of the platform');

export const errorSchema = z.object({
  target: text,
  class: text,
  count,
  example: text.describe('the first of its class, secrets hidden'),
  firstMs: ms.describe('since the start of the run'),
  lastMs: ms,
});

export const exemplarSchema = z.object({
  kept: z.array(z.enum(['slowest', 'random'])),
  target: text,
  conversation: text,
  number: count,
  vu: count,
  sessionId: text,
  outcome: text,
  startedMs: ms,
  longestTurnMs: ms,
  turns: z.array(
    z.object({
      step: text,
      outcome: text,
      endedBy: text,
      intendedMs: ms,
      sentMs: ms,
      endedMs: ms,
      replies: z.array(z.object({ arrivedMs: ms, length: count, hash: text })),
      traceId: text.optional(),
    }),
  ),
});

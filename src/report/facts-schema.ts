import { z } from 'zod';

/** The parts of a report that are not measured: tool, scenario, target, load, machine. */

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
      'measured time, the denominator of goodput: durationMs without warm-up and excluded ramps, and without the graceful stop if the load is open or ramps are excluded',
    ),
  seed: z.union([z.number(), text]),
  partial: z.boolean().describe('the run did not reach its planned end, or is still running'),
  stopReason: text.describe('why the load ended: time, conversations, signal, …'),
  commit: text.optional(),
  branch: text.optional(),
  jobUrl: text.optional(),
});

export const targetSchema = z.object({
  name: text,
  address: text.describe('endpoint URL without its token'),
  protocol: text.optional().describe('its protocol, if it is not cognigy, and what its outputs do not identify'),
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
  tls: z
    .enum(['full', 'resume'])
    .optional()
    .describe('over TLS: a full handshake for each connection, or sessions resumed if the server allows it'),
  ready: text.optional().describe('when a session counts as ready, and how that was determined'),
  preflight: z.record(text, ms).optional().describe('phases of the connection of the target check, ms'),
  addresses: z.record(text, count).optional().describe('IP address → connections opened to it (to the proxy, if any)'),
});

export const loadSchema = z.object({
  model: z.enum(['closed', 'open']),
  description: text.describe('the load as a sentence'),
  stages: z
    .array(z.object({ durationMs: ms, vus: count.optional(), ratePerSecond: z.number().nonnegative().optional() }))
    .describe('levels: virtual users of a closed load, arrivals per second of an open one'),
  maxVus: count,
  conversations: count.optional().describe('number of conversations after which the load ends, if set'),
  gracefulStopMs: ms.optional(),
  paceMs: ms.optional().describe('closed load: interval between the starts of conversations of a virtual user'),
  arrivals: z.enum(['uniform', 'poisson', 'recorded']).optional().describe('open load: distribution of the arrivals'),
  whenFull: z
    .enum(['drop', 'wait'])
    .optional()
    .describe('open load: what happens to an arrival if all virtual users are busy'),
  warmUpMs: ms.optional().describe('time at the start that is not measured'),
  measure: z.enum(['all', 'steady']).optional().describe('steady: ramps are not measured'),
  targetOrder: z
    .enum(['together', 'abba'])
    .optional()
    .describe('several targets: all at the same time, or one at a time in ABBA order'),
  targetSlotMs: ms.optional().describe('abba: duration of a slot'),
});

const share = z.number().nonnegative();
const instant = z.iso.datetime();

const workerSchema = z.object({
  name: text.describe('1/2: the first of two load threads'),
  samplesLost: count,
  invalidSamples: z
    .object({ count, first: text.describe('the first invalid sample: its value and the number of its series') })
    .optional()
    .describe('invalid samples, such as negative durations, discarded (a palaver bug)'),
  loopDelayP99Ms: ms
    .optional()
    .describe('event loop delay, minus the 20 ms resolution of the monitor; from the start of the load'),
  loopDelayMaxMs: ms.optional(),
  loopDelayMaxAt: instant.optional().describe('when the longest delay was noticed, UTC'),
  loopDelayMaxDuring: text.optional().describe('functions of the scenario that were running during loopDelayMax'),
  unreadMaxMs: ms
    .optional()
    .describe('socket read delay: longest time that received bytes may have waited unread in this thread'),
  unreadMaxAt: instant.optional().describe('when these bytes were read, UTC'),
  gcShare: share.optional().describe('share of the time spent in garbage collection pauses'),
  gcMaxMs: ms.optional().describe('longest garbage collection pause'),
  cpuShare: share.optional().describe('CPU use of this thread, as a share of one core'),
  coreWait: z
    .enum(['covered', 'not-covered'])
    .optional()
    .describe('whether the bounds include the run delay (waiting for a core)'),
});

const calibrationQuoteSchema = z
  .object({
    calibratedAt: instant,
    palaver: text.describe('palaver version that was calibrated'),
    delay: text.describe('response time of the reference endpoint, a distribution'),
    turnsPerSecond: z.number().positive(),
    vus: count,
    p99: z
      .object({ errorMs: z.number(), uncertaintyMs: z.number() })
      .describe('errors (reported value minus the value measured by the endpoint) and their uncertainty'),
    cpuPerTurnUs: z.number().positive().optional(),
    maxRate: z
      .object({ withinMs: z.number().positive(), turnsPerSecond: z.number().positive() })
      .optional()
      .describe('highest rate of one load thread at which the p99 error was below withinMs'),
  })
  .describe('last result of palaver calibrate on this machine');

/** What a load generator and its machine used, on average since the start of the load; absent: not reported by the system. */
const usageShape = {
  cpuShare: share.optional().describe('CPU use of all threads of the process, in cores: 2 is two busy cores'),
  mainCpuShare: share.optional().describe('CPU use of the main thread, as a share of one core'),
  childCpuCores: share.optional().describe('cores used by processes that palaver started: the mock endpoint'),
  peakRssMiB: z.number().nonnegative().optional().describe('peak memory of the process, MiB'),
  machineCores: count.optional().describe('cores of the machine; a container may be granted fewer (`cpus`)'),
  stealShare: share.optional().describe('share of the time of all cores taken by the hypervisor (CPU steal)'),
  otherCpuCores: share
    .optional()
    .describe('cores used by other processes of this machine, on average, without the mock endpoint'),
  idleCpuCores: share.optional().describe('idle cores of this machine, on average'),
  loadAverage: share.optional().describe('1-minute load average of the machine at the end of the load'),
  throttledShare: share
    .optional()
    .describe('share of the periods of its CPU limit in which the container was throttled'),
  busiestProcesses: z
    .array(
      z.object({ name: text, count: count.optional().describe('processes of this name, if several'), cores: share }),
    )
    .optional()
    .describe('only on a busy machine: the other processes with the highest CPU use, at most three names'),
};

const machineSchema = z.object({
  shard: text.describe('3/8: the third of eight shards'),
  host: text,
  agent: text.optional().describe('name of the agent (--fleet)'),
  place: text.optional().describe('where it runs (--place)'),
  palaver: text,
  node: text,
  platform: text.optional(),
  cpus: count,
  loadThreads: count,
  loopDelayMaxMs: ms.describe('longest event loop delay of its load threads'),
  samplesLost: count,
  ...usageShape,
});

export const generatorSchema = z.object({
  palaver: text,
  node: text,
  platform: text.optional(),
  cpus: count,
  workers: z.array(workerSchema),
  ...usageShape,
  calibration: calibrationQuoteSchema.optional(),
  mostLoaded: text.optional().describe('run in shards: the shard whose machine had the fewest cores to spare'),
  machines: z
    .array(machineSchema)
    .optional()
    .describe(
      'the load generators of a run in shards, one per shard; the values next to it are those of the most loaded one',
    ),
});

const use = z.object({
  conversations: count,
  connections: count,
  inputs: count,
  billable: count.describe('billable conversations: one per 50 inputs of a session, rounded up'),
  cost: z.number().nonnegative().optional().describe('billable × costPerConversation'),
});

export const budgetSchema = z
  .object({
    ...use.partial({ billable: true }).shape,
    planned: use.optional().describe('estimated use of the plan'),
    limit: z
      .object({
        inputs: count.optional(),
        conversations: count.optional().describe('maximum number of billable conversations'),
        cost: z.number().nonnegative().optional(),
        costPerConversation: z.number().nonnegative().optional(),
      })
      .optional()
      .describe(
        "the scenario's budget; if one limit is reached, no more conversations start and running ones may finish",
      ),
  })
  .describe('use of the platform by the run');

const causeSchema = z.object({
  conversation: text,
  step: text.optional().describe('absent: the connection failed'),
  check: text.optional().describe('the check as written in the scenario, templates not filled in'),
  difference: text.describe('one word for how the reply differs from the check'),
  count,
  firstMs: ms.describe('first occurrence, since the start of the run'),
  lastMs: ms,
  sessionId: text.describe('session of the first one'),
  traceId: text.optional().describe('trace id of the first one, if it has one'),
  example: text.describe('message of the first one; secrets hidden'),
});

export const errorSchema = z.object({
  target: text,
  class: text,
  count,
  example: text.describe('message of the first of its class; secrets hidden'),
  firstMs: ms.describe('first occurrence, since the start of the run'),
  lastMs: ms,
  causes: z
    .array(causeSchema)
    .optional()
    .describe(
      'errors of this class by conversation, step, check and difference, the most frequent first, at most 100; count includes errors of further causes',
    ),
});

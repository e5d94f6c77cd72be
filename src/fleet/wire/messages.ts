import { z } from 'zod';
import { encodedWatchSchema } from '../../capacity/step/step-watch.ts';
import { isUsableId } from '../../endpoint/session-identity.ts';
import { scopedCellsSchema } from '../../measure/recorder/scoped-cells.ts';
import { cellsSchema } from '../../measure/recorder/snapshot-schema.ts';
import { EXIT_CODES, type ExitReason } from '../../platform/exit-code.ts';
import { visible } from '../../platform/visible.ts';

/**
 * The messages between coordinator and agents. The states of an agent:
 *
 *     idle ── reserve ──▶ reserved ── order ──▶ preparing ──▶ ready ── start ──▶ running ──▶ ended
 *       ▲                  │    ▲                   │            │                         │   │
 *       │                  │    └───────────────────┼─── next ───┼─────────────────────────┘   │
 *       └─── release, or its lease ends ────────────┴────────────┴─────────────────────release ┘
 *
 * A failure to prepare is kept as `failed` until `next` or the release. After `next`, an agent is reserved for another run of the
 * same coordinator, without being free in between. The load of an agent whose lease ends while it runs ends; its results are
 * kept for another lease, or until another run reserves the agent. Requests that do not fit the state are refused with the
 * reason.
 */
export const AGENT_PHASES = ['idle', 'reserved', 'preparing', 'ready', 'failed', 'running', 'ended'] as const;
export type AgentPhase = (typeof AGENT_PHASES)[number];

/** A text that a person reads, in one line; it may not be from an agent at all. */
const shown = z.string().transform(visible);
/** One word of a NATS subject. */
const word = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

const exit = z.enum(Object.keys(EXIT_CODES) as [ExitReason, ...ExitReason[]]);
const endingSchema = z.object({ exit: exit.exclude(['pass', 'regression']), text: shown });

/** How an agent answers the roll call. */
export const offerSchema = z.object({
  /** Unique per process. */
  id: word,
  name: shown,
  place: shown.optional(),
  host: shown,
  version: shown,
  cpus: z.int().positive(),
  openFiles: z.number().optional(),
  memoryBytes: z.number().optional(),
  /** Local ports for connections to one address. */
  ports: z.int().optional(),
  /** Turns per second of one load thread, by the calibration of its machine. */
  turnsPerSecond: z.number().optional(),
  /** Hosts it may load besides its own machine. */
  allow: z.array(z.string()),
  /** The run it is reserved for; undefined: none. */
  run: shown.optional(),
});
export type Offer = z.infer<typeof offerSchema>;

/** Request for one part of an order. */
export const partRequestSchema = z.object({ part: z.int().nonnegative() });

/** See `checkIdPrefix`. */
const run = z.string().refine(isUsableId);
const leaseMs = z.int().positive();

/** From a coordinator to one agent. */
export const agentRequestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reserve'), run, leaseMs }),
  z.object({ kind: z.literal('order'), run, index: z.int().nonnegative(), count: z.int().positive() }),
  /** Also extends the lease of an agent that does not run. */
  z.object({ kind: z.literal('status'), run, leaseMs }),
  z.object({ kind: z.literal('clock') }),
  z.object({
    kind: z.literal('start'),
    run,
    /** On the monotonic clock of the agent. */
    startUs: z.number(),
    /** Date, ms since 1970. */
    startMs: z.number(),
    leaseMs,
  }),
  /** Publish the content of the shard file. */
  z.object({ kind: z.literal('state'), run }),
  z.object({ kind: z.literal('next'), run, next: run, leaseMs }),
  z.object({ kind: z.literal('release'), run }),
]);
export type AgentRequest = z.infer<typeof agentRequestSchema>;

export const statusSchema = z.object({
  phase: z.enum(AGENT_PHASES),
  failure: z.object({ message: shown, hint: shown.optional(), exit }).optional(),
});
export type AgentStatus = z.infer<typeof statusSchema>;

export const clockSchema = z.object({ nowUs: z.number() });

/** To all agents of a run, every second. It holds everything so far: a lost one costs nothing. */
export const leaseSchema = z.object({
  /** The end of the lease, ms since the start of the run. */
  untilMs: z.number(),
  /** How the run ends early: no more conversations, or at once; and why, unless its coordinator has seen enough. */
  end: z.object({ how: z.enum(['stop', 'interrupt']), ending: endingSchema.optional() }).optional(),
});
export type Lease = z.infer<typeof leaseSchema>;

const thread = z.object({
  name: z.string(),
  samplesLost: z.int().nonnegative(),
  health: z.record(z.string(), z.unknown()).optional(),
});

/** What an agent sends every second: counters and gauges, and the cells that thresholds with `abort` need. Cumulative. */
export const liveStateSchema = z.object({
  elapsedMs: z.number(),
  activeVus: z.int().nonnegative(),
  cells: cellsSchema,
  scoped: scopedCellsSchema,
  errors: z.array(z.record(z.string(), z.unknown())),
  threads: z.array(thread),
  endings: z.array(endingSchema),
});
export type LiveState = z.infer<typeof liveStateSchema>;

/** How often an agent sends the state of a capacity step. */
export const STEP_PERIOD_MS = 1000;

/** What an agent sends at each whole second of a capacity step: all that the step is judged on. Cumulative. */
export const stepStateSchema = z.object({ watch: encodedWatchSchema, cells: cellsSchema });
export type StepState = z.infer<typeof stepStateSchema>;

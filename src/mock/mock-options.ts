import type { z } from 'zod';
import { type Distribution, parseDistribution } from '../platform/distribution.ts';
import { KnownError } from '../platform/known-error.ts';
import { parseDurationMs } from '../platform/time/duration.ts';
import { type MockInput, mockInputSchema } from './mock-input.ts';
import { optionMessage } from './option-message.ts';

export type { MockInput } from './mock-input.ts';

/** The input with defaults; the part that needs no parsing. */
type FilledInput = z.output<typeof mockInputSchema>;

export interface MockFaults
  extends Omit<
    FilledInput['faults'],
    'retryAfter' | 'slowAccept' | 'heartbeatStopAfter' | 'restart' | 'restartDowntime'
  > {
  readonly retryAfterMs: number;
  readonly slowAccept: Distribution | undefined;
  readonly heartbeatStopAfterMs: number;
  readonly restartMs: number | undefined;
  readonly restartDowntimeMs: number;
}

type ParsedKeys =
  | 'delay'
  | 'queueTtl'
  | 'gap'
  | 'ready'
  | 'chunkGap'
  | 'nluDelay'
  | 'translationDelay'
  | 'agentDelay'
  | 'coldAfter'
  | 'coldDelay'
  | 'sessionLife'
  | 'freezeAt'
  | 'freezeFor'
  | 'disconnectGrace'
  | 'unsolicited'
  | 'pingInterval'
  | 'pingTimeout';

/** The parsed options. Plain data; `input` is their source, for sending it to another process. */
export interface MockOptions extends Omit<FilledInput, ParsedKeys | 'faults'> {
  readonly input: MockInput;
  readonly delay: Distribution;
  readonly queueTtlMs: number;
  readonly gap: Distribution;
  /** Undefined: never. */
  readonly readyMs: number | undefined;
  readonly chunkGap: Distribution;
  readonly nluDelay: Distribution;
  readonly translationDelay: Distribution;
  readonly agentDelay: Distribution;
  readonly coldDelay: Distribution;
  /** Undefined: sessions stay warm, do not end; the server does not freeze. */
  readonly coldAfterMs: number | undefined;
  readonly sessionLifeMs: number | undefined;
  readonly freezeAtMs: number | undefined;
  readonly freezeForMs: number;
  readonly disconnectGraceMs: number;
  readonly unsolicited: Distribution | undefined;
  readonly pingIntervalMs: number;
  readonly pingTimeoutMs: number;
  readonly faults: MockFaults;
}

/** Validates a `MockInput`, fills its defaults and returns `MockOptions`. */
export const mockOptionsSchema = mockInputSchema.transform(toOptions);

function toOptions(input: FilledInput): MockOptions {
  const {
    queueTtl,
    ready,
    pingInterval,
    pingTimeout,
    coldAfter,
    sessionLife,
    freezeAt,
    freezeFor,
    disconnectGrace,
    ...rest
  } = input;
  return {
    ...rest,
    input,
    delay: parsedDistribution(input.delay),
    queueTtlMs: parsedMs(queueTtl),
    gap: parsedDistribution(input.gap),
    readyMs: ready === 'never' ? undefined : parsedMs(ready),
    chunkGap: parsedDistribution(input.chunkGap),
    nluDelay: parsedDistribution(input.nluDelay),
    translationDelay: parsedDistribution(input.translationDelay),
    agentDelay: parsedDistribution(input.agentDelay),
    coldDelay: parsedDistribution(input.coldDelay),
    coldAfterMs: maybeMs(coldAfter),
    sessionLifeMs: maybeMs(sessionLife),
    freezeAtMs: maybeMs(freezeAt),
    freezeForMs: parsedMs(freezeFor),
    disconnectGraceMs: parsedMs(disconnectGrace),
    unsolicited: input.unsolicited === undefined ? undefined : parsedDistribution(input.unsolicited),
    pingIntervalMs: parsedMs(pingInterval),
    pingTimeoutMs: parsedMs(pingTimeout),
    faults: toFaults(input.faults),
  };
}

function toFaults(input: FilledInput['faults']): MockFaults {
  const { retryAfter, heartbeatStopAfter, restart, restartDowntime, ...rest } = input;
  return {
    ...rest,
    retryAfterMs: parsedMs(retryAfter),
    slowAccept: input.slowAccept === undefined ? undefined : parsedDistribution(input.slowAccept),
    heartbeatStopAfterMs: parsedMs(heartbeatStopAfter),
    restartMs: maybeMs(restart),
    restartDowntimeMs: parsedMs(restartDowntime),
  };
}

// The schema has rejected every text that these two cannot parse.
const parsedMs = (text: string) => parseDurationMs(text)!;
const maybeMs = (text: string | undefined) => (text === undefined ? undefined : parsedMs(text));
const parsedDistribution = (text: string) => parseDistribution(text)!;

/**
 * `nameOf`: what the user calls an option; by default its key.
 * @throws KnownError that lists every problem at once.
 */
export function parseMockOptions(input: unknown, nameOf = (key: string) => key): MockOptions {
  const result = mockOptionsSchema.safeParse(input, { reportInput: true, error: optionMessage });
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message, input: value }) => {
    const got = typeof value === 'string' || typeof value === 'number' ? ` (got ${JSON.stringify(value)})` : '';
    return `${path.length > 0 ? `${nameOf(path.join('.'))} ` : ''}${message}${got}`;
  });
  throw new KnownError(`mock endpoint: ${problems.join('; ')}`, {
    hint: 'see palaver mock --help',
  });
}

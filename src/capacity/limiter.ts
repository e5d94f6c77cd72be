import type { Capacity } from '../report/capacity/capacity-schema.ts';

export type Limiter = NonNullable<Capacity['answer']['limiter']>;

/** HTTP statuses of the upgrade request by which a gateway in front of the bot rejects connections. */
const GATE_CLASSES = ['http-429', 'http-403', 'http-503'];

export interface FailedLoad {
  /** Counts of the same time range. Connections that never became ready, by class. */
  readonly connectsFailed: Readonly<Record<string, number>>;
  readonly conversationsFailed: number;
  /** Connections that failed because this machine had no free port or file. */
  readonly withoutPort: number;
}

/**
 * What limited a load, by the majority of the failed conversations: rejected by a gateway, without a free port of this
 * machine, or else the bot itself, by its latency or its failures.
 */
export function limiterOf({ connectsFailed, conversationsFailed, withoutPort }: FailedLoad): Limiter {
  const refused = GATE_CLASSES.reduce((sum, name) => sum + (connectsFailed[name] ?? 0), 0);
  if (withoutPort > 0 && withoutPort >= conversationsFailed / 2) return 'address';
  return refused > 0 && refused >= conversationsFailed / 2 ? 'gate' : 'bot';
}

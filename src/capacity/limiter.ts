import type { Capacity } from '../report/capacity/capacity-schema.ts';

export type Limiter = NonNullable<Capacity['answer']['limiter']>;

/** How a gateway in front of the bot says that it takes no more: statuses of the upgrade request. */
const GATE_CLASSES = ['http-429', 'http-403', 'http-503'];

export interface FailedLoad {
  /** All of the same time. Connections that never came to ready, by class. */
  readonly connectsFailed: Readonly<Record<string, number>>;
  readonly conversationsFailed: number;
  /** Connections for which this machine had no port or file left. */
  readonly withoutPort: number;
}

/**
 * What held a load back. Most of the failed conversations decide: refused by a gateway, without a port of this machine, or
 * else the bot itself, by its latency or its failures.
 */
export function limiterOf({ connectsFailed, conversationsFailed, withoutPort }: FailedLoad): Limiter {
  const refused = GATE_CLASSES.reduce((sum, name) => sum + (connectsFailed[name] ?? 0), 0);
  if (withoutPort > 0 && withoutPort >= conversationsFailed / 2) return 'address';
  return refused > 0 && refused >= conversationsFailed / 2 ? 'gate' : 'bot';
}

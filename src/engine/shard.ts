import type { SettledEndpoint } from '../endpoint/endpoint-settings.ts';
import type { HookReference } from '../hooks/hook-reference.ts';
import type { LoadProfile } from '../load/load-profile.ts';
import type { Segment } from '../load/segment.ts';
import type { TargetOrder } from '../load/target-order.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** Share k of n of one run: all that a load thread needs, as plain data that can be sent to a thread. */
export interface Shard {
  readonly segment: Segment;
  /** Prefix of every user and session id, so that the run can be found and deleted on the platform. */
  readonly runId: string;
  readonly seed: number;
  /** The common start, µs on the monotonic clock; may lie in the near future. */
  readonly startUs: number;
  /** The common start on the wall clock, ms since 1970. */
  readonly todayMs: number;
  /** Default false: failures do not contain texts of bots nor values of feeds and captures. */
  readonly keepTexts?: boolean;
  /** Number of conversations of each target that are traced, the first ones by number. Default 0. */
  readonly traced?: number;
  readonly scenario: Scenario;
  /** Functions of the user that its conversations call; default none. */
  readonly hooks?: readonly HookReference[] | undefined;
  /** Variables that every conversation begins with. */
  readonly vars?: Readonly<Record<string, unknown>> | undefined;
  readonly targets: readonly SettledEndpoint[];
  readonly load: LoadProfile;
  readonly targetOrder: TargetOrder;
  /** Maximum number of connections to one target that open at once. */
  readonly connectConcurrency: number;
  /** The environment's proxy settings. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

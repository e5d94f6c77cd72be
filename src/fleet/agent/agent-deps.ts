import type { ShardExecutor } from '../../distribute/shard-executor.ts';
import type { Segment } from '../../load/segment.ts';
import type { SystemDeps } from '../../platform/system-deps.ts';
import type { Calibration } from '../../report/calibration-schema.ts';
import type { TargetOptions } from '../../run/run-options.ts';
import type { PreparedShard, ShareDeps } from '../../run/shards/conduct-shard.ts';
import type { Order } from '../order.ts';
import type { FleetConnection } from '../wire/fleet-connection.ts';
import type { FleetKey } from '../wire/seal.ts';

/** Makes an agent ready for its share of an order. @throws KnownError with the reason why it cannot generate the share. */
export type PrepareShare = (
  order: Order,
  share: Segment,
  agent: AgentDeps,
  hooks: Pick<ShareDeps, 'observers' | 'onSaved'>,
) => Promise<PreparedShard>;

/** Identity and dependencies of an agent. */
export interface AgentDeps {
  readonly system: SystemDeps;
  readonly connection: FleetConnection;
  readonly executor: ShardExecutor;
  readonly prepare: PrepareShare;
  readonly version: string;
  /** Unique per process. */
  readonly id: string;
  readonly name: string;
  readonly place: string | undefined;
  /** See `parseAllowed`. */
  readonly allowed: readonly string[];
  readonly key: FleetKey | undefined;
  /** From its own environment. */
  readonly targetOptions: TargetOptions;
  /** Parent of the folders of its shard files. */
  readonly reportDir: string;
  readonly calibration: Calibration | undefined;
  /** One line of its log. */
  readonly onNotice: (message: string) => void;
}

import type { ThreadDeps } from '../conversation/conversation-deps.ts';
import type { SampleRing } from '../measure/sample-ring.ts';
import type { Inbox } from '../platform/inbox.ts';
import type { WallClock } from '../platform/time/clock.ts';
import type { Timers } from '../platform/time/timers.ts';

/** What a shard needs from the thread it runs in. */
export interface ShardDeps
  extends Pick<ThreadDeps, 'clock' | 'errors' | 'addresses' | 'exemplars' | 'turnLog' | 'turns'> {
  readonly timers: Timers;
  readonly wallClock?: WallClock | undefined;
  readonly inbox: Inbox;
  readonly ring: SampleRing;
  /** Prints a one-line notice for the user. */
  readonly notify: (message: string) => void;
}

import type { ThreadDeps } from '../conversation/conversation-deps.ts';
import type { SampleRing } from '../measure/sample-ring.ts';
import type { Inbox } from '../platform/inbox.ts';
import type { AllTimeDeps } from '../platform/time/time-deps.ts';

/** What a shard needs from the thread it runs in. */
export interface ShardDeps
  extends AllTimeDeps,
    Pick<ThreadDeps, 'errors' | 'addresses' | 'exemplars' | 'turnLog' | 'turns' | 'traces' | 'hooks' | 'hookLog'> {
  readonly inbox: Inbox;
  readonly ring: SampleRing;
  /** Called with each captured value that no output may contain. */
  readonly onSecret?: ((secret: string) => void) | undefined;
  /** Prints a one-line notice for the user. */
  readonly notify: (message: string) => void;
}

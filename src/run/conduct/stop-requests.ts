import { sourceStack } from '../../platform/files/source-stack.ts';
import { messageOf } from '../../platform/known-error.ts';
import type { SystemDeps } from '../../platform/system-deps.ts';
import type { RunEnding } from '../../verdict/verdict.ts';

/** What can be told to end. */
export interface Stoppable {
  /** Begin nothing more, let what goes on finish. */
  stop(): void;
  /** End now. */
  interrupt(): void;
}

/**
 * Listens for what ends a run early: a first stop signal ends it gracefully, a second at once; a bug nobody caught in
 * this thread ends it at once, too. Each leaves its ending for the verdict.
 */
export class StopRequests {
  readonly endings: RunEnding[] = [];
  private readonly quiet: readonly (() => void)[];
  private readonly test: Stoppable;
  private readonly onNotice: (message: string) => void;

  constructor(
    system: Pick<SystemDeps, 'onStopSignal' | 'onCrash'>,
    test: Stoppable,
    onNotice: (message: string) => void,
  ) {
    this.test = test;
    this.onNotice = onNotice;
    this.quiet = [
      system.onStopSignal((signal) => {
        if (this.endings.some(({ exit }) => exit === 'signal')) {
          onNotice(`${signal} again: stopping now`);
          return test.interrupt();
        }
        onNotice(`${signal}: no more conversations start; a second signal stops the running ones, too`);
        this.endings.push({ exit: 'signal', text: `stopped by ${signal}; the numbers cover the part that ran` });
        test.stop();
      }),
      system.onCrash((error) => {
        const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
        this.endings.push({ exit: 'unexpected', text: `a bug in palaver ended the run: ${message}` });
        test.interrupt();
      }),
    ];
  }

  /** Something of palaver's own that the run needs is gone: what would follow tells nothing of the target. */
  lose(how: string): void {
    this.endings.push({ exit: 'incomplete', text: `${how}; the numbers cover the time until then` });
    this.test.stop();
  }

  /** What the run may cost is spent: `text` says so. Running conversations may finish, so it may cost a little more. */
  spend(text: string): void {
    this.onNotice(text);
    this.endings.push({ exit: 'budget', text });
    this.test.stop();
  }

  /** A threshold with `abort` is surely missed, or the target has broken down: `text` says which and how. */
  miss(text: string): void {
    this.onNotice(text);
    this.endings.push({ exit: 'threshold', text });
    this.test.stop();
  }

  /** Stops listening. */
  release(): void {
    for (const quiet of this.quiet) quiet();
  }
}

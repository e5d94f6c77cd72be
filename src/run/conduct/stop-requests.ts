import { sourceStack } from '../../platform/files/source-stack.ts';
import { messageOf } from '../../platform/known-error.ts';
import { ABORTED, type SystemDeps } from '../../platform/system-deps.ts';
import type { RunEnding } from '../../verdict/verdict.ts';

/** An AbortSignal comes once. */
function howToInterrupt(signal: string): string {
  if (signal === ABORTED) return '';
  return `; ${signal === 'SIGINT' ? 'press Ctrl+C again' : `send ${signal} again`} to interrupt the running ones`;
}

/** Something that can be stopped. */
export interface Stoppable {
  /** Start nothing more, let running conversations finish. */
  stop(): void;
  /** End now. */
  interrupt(): void;
}

/**
 * Ends a run early: on the first stop signal gracefully, on a second at once; on an uncaught exception in this thread at once,
 * too. Each adds its ending to the verdict.
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
        onNotice(`${signal}: no more conversations start${howToInterrupt(signal)}`);
        this.endings.push({ exit: 'signal', text: `stopped by ${signal}; the results cover the time until then` });
        test.stop();
      }),
      system.onCrash((error) => {
        const message = sourceStack(error) ?? messageOf(error);
        this.endings.push({ exit: 'unexpected', text: `a bug in palaver ended the run: ${message}` });
        test.interrupt();
      }),
    ];
  }

  /** A part of palaver that the run needs has ended (the mock endpoint): later results would not be about the target. */
  lose(how: string): void {
    this.endings.push({ exit: 'incomplete', text: `${how}; the results cover the time until then` });
    this.test.stop();
  }

  /** The budget is used up, as `text` says. Running conversations may finish, so usage may be slightly higher. */
  spend(text: string): void {
    this.onNotice(text);
    this.endings.push({ exit: 'budget', text });
    this.test.stop();
  }

  /** A threshold with `abort` cannot be met any more, or a stop-on rule is met, as `text` says. */
  miss(text: string): void {
    this.onNotice(text);
    this.endings.push({ exit: 'threshold', text });
    this.test.stop();
  }

  /**
   * Another process decides: `stop` starts no more conversations, `interrupt` ends everything now. Each ending counts once;
   * without one the load ends as planned.
   */
  obey(how: keyof Stoppable, ending?: RunEnding): void {
    if (ending && !this.endings.some(({ text }) => text === ending.text)) this.endings.push(ending);
    this.test[how]();
  }

  /** Stops listening. */
  release(): void {
    for (const quiet of this.quiet) quiet();
  }
}

import { Worker } from 'node:worker_threads';
import { packageFile } from '../platform/files/package-file.ts';
import { KnownError } from '../platform/known-error.ts';
import { formatDurationMs } from '../platform/time/duration.ts';
import type { TimeDeps } from '../platform/time/time-deps.ts';
import type { Timer } from '../platform/time/timers.ts';
import type { HookReference } from './hook-reference.ts';
import type { HookResult } from './hook-result.ts';
import { describeUncaught } from './outside-of-calls.ts';
import type { RunHookCall, RunHookRequest, RunHookResponse } from './run-hook-message.ts';
import { didNotReturn, type RunHooks } from './run-hooks.ts';

/** Modules whose top level takes longer are not usable: each load thread loads them, too. */
const LOAD_TIMEOUT_MS = 30_000;

/**
 * In a thread of their own: a function that never returns, or that leaves timers and connections behind, neither blocks nor
 * outlives the command.
 */
export class HookThread implements RunHooks {
  private readonly worker = new Worker(packageFile('dist/hook-entry.js'), { stdout: true, stderr: true });
  private readonly time: TimeDeps;
  private onLog: (line: string) => void;
  private settle: ((response: RunHookResponse) => void) | undefined;
  private reject: ((error: KnownError) => void) | undefined;
  /** The timeout of the open request. */
  private deadline: Timer | undefined;
  private hooks: readonly HookReference[] = [];
  /** Why the thread has ended, if it has. */
  private ended: KnownError | undefined;

  /** `onLog`: prints a line that a hook logs. */
  constructor(time: TimeDeps, onLog: (line: string) => void) {
    this.time = time;
    this.onLog = onLog;
    this.worker.on('message', (response: RunHookResponse) => {
      if (response.kind === 'log') this.onLog(response.line);
      else this.settle?.(response);
    });
    this.worker.on('error', (error: Error) => this.end(describeUncaught(error, this.hooks), error));
    this.worker.on('exit', () => this.end('a function ended its thread'));
  }

  async load(hooks: readonly HookReference[]): Promise<void> {
    this.hooks = hooks;
    const response = await this.request({ kind: 'load', hooks }, LOAD_TIMEOUT_MS);
    if (response?.kind === 'refused')
      throw new KnownError(response.message, response.hint === undefined ? {} : { hint: response.hint });
    if (response === undefined) {
      const files = [...new Set(hooks.map(({ shown }) => shown.replace(/#.*$/, '')))].join(', ');
      throw new KnownError(`${files} did not load within ${formatDurationMs(LOAD_TIMEOUT_MS)}`, {
        hint: 'move slow code from the top level of the file to setup',
      });
    }
  }

  async call(call: RunHookCall, timeoutMs: number): Promise<HookResult> {
    try {
      const response = await this.request({ kind: 'call', call }, timeoutMs);
      if (response?.kind === 'called') return response.result;
      return didNotReturn(timeoutMs);
    } catch (error) {
      if (error instanceof KnownError) return { kind: 'threw', message: error.message };
      throw error;
    }
  }

  close(): void {
    this.deadline?.cancel();
    this.reject = undefined;
    this.onLog = () => {};
    void this.worker.terminate();
  }

  /** No request is answered any more. */
  private end(why: string, cause?: Error): void {
    this.ended ??= new KnownError(why, { cause });
    this.reject?.(this.ended);
  }

  /** Undefined at the timeout. */
  private request(request: RunHookRequest, timeoutMs: number): Promise<RunHookResponse | undefined> {
    const { clock, timers } = this.time;
    if (this.ended) return Promise.reject(this.ended);
    return new Promise<RunHookResponse | undefined>((resolve, reject) => {
      const timer = timers.at(clock.nowUs() + timeoutMs * 1000, () => resolve(undefined));
      this.deadline = timer;
      this.settle = (response) => {
        timer.cancel();
        resolve(response);
      };
      this.reject = (error) => {
        timer.cancel();
        reject(error);
      };
      this.worker.postMessage(request);
    });
  }
}

import { KnownError } from '../platform/known-error.ts';
import { randomStream } from '../platform/random.ts';
import { formatDurationMs } from '../platform/time/duration.ts';
import type { TimeDeps } from '../platform/time/time-deps.ts';
import type { Timer } from '../platform/time/timers.ts';
import { HookCaller } from './hook-caller.ts';
import { makeHookLog } from './hook-log.ts';
import type { HookReference } from './hook-reference.ts';
import type { HookResult } from './hook-result.ts';
import { returnedVariables } from './returned-variables.ts';
import type { RunHookCall } from './run-hook-message.ts';

/** Where the functions of a scenario are checked, and where `setup` and `teardown` run. */
export interface RunHooks {
  /** Loads the modules of these functions. KnownError (104) if one of them cannot be used. */
  load(hooks: readonly HookReference[]): Promise<void>;
  /** Calls a function that was loaded; never rejects. What it returns are variables. */
  call(call: RunHookCall, timeoutMs: number): Promise<HookResult>;
  /** An open call is given up: its promise stays pending, and its timeout does not keep the process alive. */
  close(): void;
}

/** In the calling thread: for functions that are values of the program. One that never returns blocks it. */
export class HooksHere implements RunHooks {
  private caller: HookCaller | undefined;
  /** The timeout of the open call. */
  private deadline: Timer | undefined;
  private readonly time: TimeDeps;
  private readonly log: (...values: readonly unknown[]) => void;

  /** `onLog`: prints a line that a hook logs. */
  constructor(time: TimeDeps, onLog: (line: string) => void) {
    this.time = time;
    this.log = makeHookLog(onLog);
  }

  async load(hooks: readonly HookReference[]): Promise<void> {
    this.caller = await HookCaller.load(hooks);
  }

  call(call: RunHookCall, timeoutMs: number): Promise<HookResult> {
    if (!this.caller) throw new KnownError('no functions are loaded');
    const { clock, timers } = this.time;
    const running = callRunHook(this.caller, call, this.log);
    return new Promise((resolve, reject) => {
      const deadline = timers.at(clock.nowUs() + timeoutMs * 1000, () => resolve(didNotReturn(timeoutMs)));
      this.deadline = deadline;
      running.then(resolve, reject).finally(() => deadline.cancel());
    });
  }

  close(): void {
    this.deadline?.cancel();
    this.caller = undefined;
  }
}

export function didNotReturn(timeoutMs: number): HookResult {
  return { kind: 'threw', message: `did not return within ${formatDurationMs(timeoutMs)}` };
}

/** Calls `setup` or `teardown`; what is returned is plain data. */
export async function callRunHook(
  caller: HookCaller,
  { hook, vars, runId, seed, purpose }: RunHookCall,
  log: (...values: readonly unknown[]) => void,
): Promise<HookResult> {
  const stream = randomStream(seed, 0, purpose);
  const context = Object.freeze({ vars: Object.freeze({ ...vars }), runId, random: () => stream.next(), log });
  const result = await caller.call(hook, context);
  if (result.kind === 'threw') return result;
  if (purpose === 'teardown') return { kind: 'returned', value: undefined };
  const read = returnedVariables(result.value);
  return 'problem' in read ? { kind: 'threw', message: read.problem } : { kind: 'returned', value: read.value };
}

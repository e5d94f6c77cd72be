import { type ResourceLimits, Worker } from 'node:worker_threads';
import type { Shard } from '../engine/shard.ts';
import { distinctHooks } from '../hooks/hook-caller.ts';
import { HookGuard } from '../hooks/hook-guard.ts';
import type { HookReference } from '../hooks/hook-reference.ts';
import { describeUncaught } from '../hooks/outside-of-calls.ts';
import type { SampleRing } from '../measure/sample-ring.ts';
import type { TurnLog } from '../measure/turns/turn-log.ts';
import { packageFile } from '../platform/files/package-file.ts';
import { rememberForNow } from '../platform/redact.ts';
import { repeat } from '../platform/time/repeat.ts';
import type { TimeDeps } from '../platform/time/time-deps.ts';
import type { ShardEnd, ShardExecutor, ShardListener, ShardNeeds, StartedShard } from './shard-executor.ts';
import type { ShardRequest, ShardResponse, ShardStart, ThreadData } from './shard-message.ts';

/** Runs each shard in its own worker thread, so that work of the main thread never delays a reply. */
export class WorkerThreads implements ShardExecutor {
  private readonly waiting: LoadThread[] = [];
  private readonly time: TimeDeps;

  constructor(time: TimeDeps) {
    this.time = time;
  }

  async prepare(shards: readonly ShardNeeds[]): Promise<void> {
    const threads = shards.map(loadThread);
    await Promise.all(threads.map(({ loaded }) => loaded));
    this.waiting.push(...threads);
  }

  discard(): void {
    for (const { worker } of this.waiting.splice(0)) void worker.terminate();
  }

  start(shard: Shard, ring: SampleRing, listener: ShardListener, turnLog?: TurnLog): StartedShard {
    const thread = this.waiting.shift() ?? loadThread(shard);
    const { worker, crashed } = thread;
    const endSoon = () => endOrTerminate(worker, this.time);
    worker.ref();
    const reported = new Promise<ShardEnd>((resolve) => {
      worker.on('message', (response: ShardResponse) => {
        switch (response.kind) {
          case 'loaded':
            return;
          case 'notice':
            return listener.onNotice(response.message);
          case 'log':
            return listener.onLog?.(response.line);
          case 'findings':
            return listener.onFindings(response.findings);
          case 'exemplar':
            return listener.onExemplar(response.exemplar);
          case 'secret':
            return rememberForNow(response.secret);
          case 'trace':
            return listener.onTrace?.(response.entry);
          case 'turns':
            return listener.turns?.take(response.batch);
          case 'done':
            endSoon();
            return resolve({ kind: 'done' });
          case 'crashed':
            endSoon();
            return resolve(response);
        }
      });
    });
    const start: ShardStart = {
      shard,
      ring: ring.buffer,
      turnLog: turnLog?.buffer,
      turnQuota: listener.turns?.quota.buffer,
    };
    const send = (request: ShardRequest) => worker.postMessage(request);
    send({ kind: 'start', start });
    return {
      stop: () => send({ kind: 'stop' }),
      interrupt: () => {
        send({ kind: 'interrupt' });
        endSoon();
      },
      ended: Promise.race([reported, crashed, this.blockedBy(thread)]),
    };
  }

  /** Resolves when a function of the user has blocked the thread beyond its timeout; ends the thread. */
  private blockedBy({ worker, guarded }: LoadThread): Promise<ShardEnd> {
    return new Promise((resolve) => {
      if (!guarded) return;
      const { guard, hooks } = guarded;
      const watching = repeat(this.time, GUARD_PERIOD_MS, () => {
        const stuck = guard.stuck(this.time.clock.nowUs());
        if (stuck === undefined) return;
        const { shown } = hooks[stuck]!;
        resolve({ kind: 'crashed', message: `${shown} blocked it and did not return in time`, stack: undefined });
        void worker.terminate();
      });
      worker.once('exit', () => watching.cancel());
    });
  }
}

/** How often it is checked whether a function blocks a load thread. */
const GUARD_PERIOD_MS = 1000;

interface LoadThread {
  readonly worker: Worker;
  /** Resolves when it waits for its shard, or has crashed. */
  readonly loaded: Promise<unknown>;
  readonly crashed: Promise<ShardEnd>;
  /** What its functions of the user do, if it calls any. */
  readonly guarded: { readonly guard: HookGuard; readonly hooks: readonly HookReference[] } | undefined;
}

/** Keeps the process alive only once it has a shard. */
function loadThread(needs: ShardNeeds): LoadThread {
  const hooks = distinctHooks(needs.hooks ?? []);
  const guarded = hooks.length > 0 ? { guard: new HookGuard(hooks.length), hooks } : undefined;
  const workerData: ThreadData = {
    socketio: needs.targets.map(({ socketio }) => socketio),
    hooks,
    hookGuard: guarded?.guard.buffer,
  };
  const printed = { stdout: guarded !== undefined, stderr: guarded !== undefined };
  const resourceLimits = heapLimits(needs);
  const worker = new Worker(packageFile('dist/worker-entry.js'), { ...printed, resourceLimits, workerData });
  worker.unref();
  const crashed = new Promise<ShardEnd>((resolve) => {
    worker.on('error', (error) =>
      resolve({ kind: 'crashed', message: describeUncaught(error, hooks), stack: error.stack }),
    );
    worker.on('exit', (code) => {
      const running = guarded?.guard.running();
      const by = running === undefined ? '' : ` while ${hooks[running]!.shown} ran`;
      resolve({ kind: 'crashed', message: `it exited with code ${code}${by}`, stack: undefined });
    });
  });
  const loaded = Promise.race([crashed, new Promise((resolve) => worker.once('message', resolve))]);
  return { worker, loaded, crashed, guarded };
}

/**
 * Size of the young generation of a load thread, MiB; V8 uses a third of it between two collections. State of a turn should be
 * garbage before the second collection, for what survives two is moved to the old generation, and collected there at a higher
 * price: 12 MiB cost about a tenth more CPU at 2,000 turns/s. A much larger one has longer collections, which would delay
 * replies that are being timed.
 */
const YOUNG_MB = 36;

/** From this limit on, MiB, V8 lets the old generation grow to four times its live size before it collects; below, to twice. */
const ROOMY_MB = 2048;

/**
 * Limits of the heap of a load thread, in MiB. V8 lets garbage grow in proportion to the limit; an open conversation keeps about
 * 15 KiB alive, so this is enough for long replies.
 */
function heapLimits({ segment, load, targets }: ShardNeeds): ResourceLimits {
  const conversations = Math.ceil(load.maxVus / segment.count) * targets.length;
  const old = Math.max(Math.min(1024 + 0.2 * conversations, ROOMY_MB - 1), 0.1 * conversations);
  return { maxYoungGenerationSizeMb: YOUNG_MB, maxOldGenerationSizeMb: Math.ceil(old) };
}

/**
 * A thread whose shard has ended, or is asked to end, closes its connections and exits, or is terminated a moment later: a
 * thread that is busy with a flood of replies never reads its messages.
 */
const GOODBYE_MS = 3000;

function endOrTerminate(worker: Worker, { clock, timers }: TimeDeps): void {
  const deadline = timers.at(clock.nowUs() + GOODBYE_MS * 1000, () => void worker.terminate());
  worker.once('exit', () => deadline.cancel());
}

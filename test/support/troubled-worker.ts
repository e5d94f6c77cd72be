import { Worker } from 'node:worker_threads';
import type { ShardEnd, ShardExecutor, ShardListener } from '../../src/distribute/shard-executor.ts';
import type { ShardRequest, ShardResponse, ShardStart, ThreadData } from '../../src/distribute/shard-message.ts';
import { monotonicClock } from '../../src/platform/time/clock.ts';

const ENTRY = new URL('../../.build/distribute/worker-entry.js', import.meta.url);

/** Between the thread's having loaded and the begin of its load. */
const LEAD_US = 500_000;

/**
 * A real load thread in which `script` (CommonJS, run before the load thread's own main) makes trouble. Its load begins when
 * the shard says, or once the thread has loaded, whichever is later: `onStart` is told, and the thread's port tells it the
 * script in a message of kind `start`.
 */
export function troubledWorker(script: string, onStart: (startUs: number) => void = () => {}): ShardExecutor {
  return {
    start(shard, ring, listener, turnLog) {
      const turnQuota = listener.turns?.quota.buffer;
      const workerData: ThreadData = { socketio: shard.targets.map(({ socketio }) => socketio), hooks: [] };
      const worker = new Worker(`${script}\nimport(${JSON.stringify(ENTRY.href)});`, { eval: true, workerData });
      const begin = () => {
        const startUs = Math.max(shard.startUs, monotonicClock.nowUs() + LEAD_US);
        onStart(startUs);
        const begun = { ...shard, startUs };
        const start: ShardStart = { shard: begun, ring: ring.buffer, turnLog: turnLog?.buffer, turnQuota };
        worker.postMessage({ kind: 'start', start } satisfies ShardRequest);
      };
      const ended = new Promise<ShardEnd>((resolve, reject) => {
        worker.on('error', reject);
        worker.on('message', (response: ShardResponse) => {
          if (response.kind === 'loaded') return begin();
          if (response.kind !== 'done' && response.kind !== 'crashed') return hear(response, listener);
          void worker.terminate();
          resolve(response);
        });
      });
      return {
        ended,
        stop: () => worker.postMessage({ kind: 'stop' }),
        interrupt: () => worker.postMessage({ kind: 'interrupt' }),
      };
    },
  };
}

function hear(response: Exclude<ShardResponse, ShardEnd>, listener: ShardListener): void {
  switch (response.kind) {
    case 'notice':
      return listener.onNotice(response.message);
    case 'findings':
      return listener.onFindings(response.findings);
    case 'exemplar':
      return listener.onExemplar(response.exemplar);
    case 'secret':
      return listener.onSecret?.(response.secret);
    case 'turns':
      return listener.turns?.take(response.batch);
    default:
      return;
  }
}

import { Worker } from 'node:worker_threads';
import type { ShardEnd, ShardExecutor } from '../../src/distribute/shard-executor.ts';
import type { ShardRequest, ShardResponse, ShardStart } from '../../src/distribute/shard-message.ts';

const ENTRY = new URL('../../dist/distribute/worker-entry.js', import.meta.url);

/** A real load thread in which `script` (CommonJS, run before the load thread's own main; `workerData.startUs`) makes trouble. */
export function troubledWorker(script: string): ShardExecutor {
  return {
    start(shard, ring, listener, turnLog) {
      const turnQuota = listener.turns?.quota.buffer;
      const start: ShardStart = { shard, ring: ring.buffer, turnLog: turnLog?.buffer, turnQuota };
      const worker = new Worker(`${script}\nimport(${JSON.stringify(ENTRY.href)});`, {
        eval: true,
        workerData: { startUs: shard.startUs },
      });
      worker.postMessage({ kind: 'start', start } satisfies ShardRequest);
      const ended = new Promise<ShardEnd>((resolve, reject) => {
        worker.on('error', reject);
        worker.on('message', (response: ShardResponse) => {
          if (response.kind === 'loaded') return;
          if (response.kind === 'notice') return listener.onNotice(response.message);
          if (response.kind === 'findings') return listener.onFindings(response.findings);
          if (response.kind === 'exemplar') return listener.onExemplar(response.exemplar);
          if (response.kind === 'turns') return listener.turns?.take(response.batch);
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

import { existsSync } from 'node:fs';
import type { ShardExecutor } from '../../src/distribute/shard-executor.ts';

const BUILT = new URL('../../dist/distribute/worker-threads.js', import.meta.url);

/** Worker threads run the built code: without `npm run build` there are none to test. */
export const isBuilt = existsSync(BUILT);

/** For the name of a test that is skipped. */
export const BUILD_HINT = isBuilt ? '' : ' (skipped: dist is missing, npm run build comes first)';

/** The executor of a real run. */
export async function builtWorkerThreads(): Promise<ShardExecutor> {
  const { WorkerThreads } = (await import(BUILT.href)) as { WorkerThreads: new () => ShardExecutor };
  return new WorkerThreads();
}

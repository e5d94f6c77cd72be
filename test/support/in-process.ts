import { InProcess } from '../../src/distribute/in-process.ts';
import { realTime } from '../../src/platform/time/real-time.ts';

/** Runs shards in the thread of the test. */
export const inProcess = new InProcess(realTime);

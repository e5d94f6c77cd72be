import type { Clock } from '../../platform/time/clock.ts';

interface Job {
  readonly run: () => Promise<void>;
  readonly receivedAtUs: number;
}

/** The queued jobs of one session. */
interface Lane {
  readonly key: string;
  readonly jobs: Job[];
}

export interface WorkerPoolSettings {
  /** Maximum number of concurrent jobs. */
  readonly size: number;
  /** A job that waited longer is dropped. */
  readonly ttlMs: number;
  /** Called for each dropped job. */
  readonly onExpired: () => void;
}

/**
 * A bounded number of workers, like those of a bot: jobs of one session run strictly in order, sessions in parallel, and jobs
 * are queued if all workers are busy. The next session is the one whose oldest job could have started first. The age of a job
 * is checked when a worker takes it.
 */
export class WorkerPool {
  private readonly clock: Clock;
  private readonly settings: WorkerPoolSettings;
  private readonly lanes = new Map<string, Lane>();
  /** Sessions with a job but no worker. */
  private readonly waiting: Lane[] = [];
  private busyWorkers = 0;
  private queuedJobs = 0;

  constructor(clock: Clock, settings: WorkerPoolSettings) {
    this.clock = clock;
    this.settings = settings;
  }

  get busy(): number {
    return this.busyWorkers;
  }

  get queued(): number {
    return this.queuedJobs;
  }

  /** `run` must settle; the worker is free then. */
  submit(key: string, run: () => Promise<void>): void {
    const known = this.lanes.get(key);
    const lane = known ?? { key, jobs: [] };
    lane.jobs.push({ run, receivedAtUs: this.clock.nowUs() });
    this.queuedJobs += 1;
    if (!known) {
      this.lanes.set(key, lane);
      this.waiting.push(lane);
    }
    this.fill();
  }

  private fill(): void {
    while (this.busyWorkers < this.settings.size) {
      const lane = this.waiting.shift();
      if (!lane) return;
      const job = this.nextJob(lane);
      if (job) this.work(lane, job);
      else this.lanes.delete(lane.key);
    }
  }

  private nextJob(lane: Lane): Job | undefined {
    for (;;) {
      const job = lane.jobs.shift();
      if (!job) return undefined;
      this.queuedJobs -= 1;
      if (this.clock.nowUs() - job.receivedAtUs <= this.settings.ttlMs * 1000) return job;
      this.settings.onExpired();
    }
  }

  private work(lane: Lane, job: Job): void {
    this.busyWorkers += 1;
    void job.run().finally(() => {
      this.busyWorkers -= 1;
      if (lane.jobs.length > 0) this.waiting.push(lane);
      else this.lanes.delete(lane.key);
      this.fill();
    });
  }
}

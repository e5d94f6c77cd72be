import type { Clock } from '../../platform/time/clock.ts';

interface Job {
  readonly run: () => Promise<void>;
  readonly receivedAtUs: number;
}

/** The jobs of one session that wait behind each other. */
interface Lane {
  readonly key: string;
  readonly jobs: Job[];
}

export interface WorkerPoolSettings {
  /** How many jobs run at the same time. */
  readonly size: number;
  /** A job that waited longer is never run. */
  readonly ttlMs: number;
  /** Called for each job that is dropped for its age. */
  readonly onExpired: () => void;
}

/**
 * A bounded number of workers, as a bot has: jobs of one session run strictly in order, sessions side by side, and when all
 * workers are busy everything queues. Which session comes next follows from when its oldest job could have begun.
 * The age of a job is looked at when a worker would take it; until then nobody could tell the difference.
 */
export class WorkerPool {
  private readonly clock: Clock;
  private readonly settings: WorkerPoolSettings;
  private readonly lanes = new Map<string, Lane>();
  /** Lanes that have a job and no worker. */
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

  /** `run` must settle by itself; the worker is free once it has. */
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

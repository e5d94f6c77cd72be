import { randomStream } from '../../src/platform/random.ts';
import { buildReport } from '../../src/report/build-report.ts';
import type { Report } from '../../src/report/report.ts';
import { sampleFacts } from './sample-report.ts';
import { recorderOf } from './sample-run.ts';

const RAMP_MS = 10_000;

export interface IdleRun {
  readonly id: string;
  readonly seed: number;
  /** Default 4,000. */
  readonly users?: number;
  /** Default 120. */
  readonly seconds?: number;
  /** Factor of the duration of connects, around 20 ms. Default 1. */
  readonly factor?: number;
  /** Number of users who cannot connect, a divisor of `users`, and of those whose connection is lost. Default 0. */
  readonly failed?: number;
  readonly lost?: number;
}

/** The report of users who connect within ten seconds, and hold their connections. */
export function idleReport(run: IdleRun): Report {
  const { id, seed, users = 4000, seconds = 120, factor = 1, failed = 0, lost = 0 } = run;
  const shape = { targets: ['eu'], conversations: [{ name: 'idle', steps: [] }], failureClasses: ['refused', 'lost'] };
  const { table, recorder } = recorderOf(shape);
  const durationMs = seconds * 1000;
  const { counters, trends, connectsFailed, disconnects } = table.conversation(0, 0);
  for (let user = 0; user < users; user++) {
    const stream = randomStream(seed, user, 'idle run');
    const startMs = (user * RAMP_MS) / users;
    const count = (index: number, atMs = startMs) => recorder.append(index, atMs, 1, 0);
    const time = (index: number, us: number) => recorder.append(index, startMs, Math.round(us), Math.round(us));
    recorder.observeActiveVus(startMs, user + 1);
    count(counters.conversations_due);
    count(counters.conversations_started);
    if (failed > 0 && user % (users / failed) === 0) {
      count(connectsFailed.refused!);
      count(counters.conversations_failed);
      continue;
    }
    count(counters.connects);
    time(trends.connect, 10_000 * factor * (1 + 2 * stream.next()));
    time(trends.ready, 5_000 * factor * (1 + stream.next()));
    if (user >= users - lost) {
      const lostMs = RAMP_MS + stream.next() * (durationMs - RAMP_MS - 1);
      count(disconnects.lost!, lostMs);
      count(counters.conversations_failed, lostMs);
    } else {
      count(counters.conversations_completed, durationMs - 1);
      count(counters.conversations_met, durationMs - 1);
    }
  }
  recorder.observeActiveVus(durationMs, 0);
  const facts = sampleFacts();
  return buildReport(recorder.measurements(), {
    ...facts,
    scenario: { ...facts.scenario, name: 'idle' },
    load: {
      ...facts.load,
      description: `${users} virtual users for ${seconds}s`,
      stages: [
        { durationMs: RAMP_MS, vus: users },
        { durationMs: durationMs - RAMP_MS, vus: users },
      ],
    },
    run: { ...facts.run, name: 'idle', id, seed, durationMs },
  });
}

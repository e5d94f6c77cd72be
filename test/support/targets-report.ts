import { buildReport } from '../../src/report/build-report.ts';
import type { Report } from '../../src/report/report.ts';
import type { LoadFacts } from '../../src/report/run-facts.ts';
import { normalDraws } from './random-series.ts';
import { sampleFacts } from './sample-report.ts';
import { appendConversation, recorderOf, SHAPE } from './sample-run.ts';

export interface Setting {
  /** How much longer turns take at the second target. */
  readonly factor?: number;
  /** Standard deviation of what both targets share from second to second, of the logarithm. */
  readonly shared?: number;
  readonly seconds?: number;
  readonly load?: Partial<LoadFacts>;
}

export const TARGETS = ['eu', 'us'];

/** A run at two targets whose turns are lognormal(0.3), as a recorder and buildReport make it. */
export function targetsReport({ factor = 1, shared = 0, seconds = 120, load = {} }: Setting, settled = true): Report {
  const { table, recorder } = recorderOf({ ...SHAPE, targets: TARGETS });
  const draw = normalDraws(7, 'turns');
  const level = normalDraws(8, 'level');
  for (let second = 0; second < seconds; second++) {
    const common = Math.exp(shared * level());
    for (let turn = 0; turn < 10; turn++)
      for (const [target, slower] of [1, factor].entries()) {
        const firstOutputUs = Math.round(200_000 * common * slower * Math.exp(0.3 * draw()));
        const atMs = second * 1000 + turn * 100;
        appendConversation(
          recorder,
          table,
          [{ step: 0, atMs, outcome: 'completed', firstOutputUs, turnUs: firstOutputUs + 10_000 }],
          target,
        );
      }
  }
  const facts = sampleFacts();
  const durationMs = seconds * 1000;
  const stages = [
    { durationMs: 0, ratePerSecond: 10 },
    { durationMs, ratePerSecond: 10 },
  ];
  return buildReport(recorder.measurements(), {
    ...facts,
    settled,
    targets: TARGETS.map((name) => ({ ...facts.targets[0]!, name })),
    load: { ...facts.load, model: 'open', stages, targetOrder: 'together', ...load },
    run: { ...facts.run, durationMs },
  });
}

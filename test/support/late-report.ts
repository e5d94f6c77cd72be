import { buildReport } from '../../src/report/build-report.ts';
import type { Report } from '../../src/report/report.ts';
import type { GeneratorFacts, RunFacts } from '../../src/report/run-facts.ts';
import { sampleFacts } from './sample-report.ts';
import { appendConversation, recorderOf } from './sample-run.ts';

/** A machine whose cores other processes used. */
export const BUSY_MACHINE = {
  machineCores: 2,
  cpuShare: 0.4,
  mainCpuShare: 0.05,
  stealShare: 0,
  otherCpuCores: 1.6,
  idleCpuCores: 0,
  loadAverage: 4.13,
  busiestProcesses: [{ name: 'chrome', cores: 0.92 }],
} as const satisfies Partial<GeneratorFacts>;

/** A run whose inputs were sent so late that the load was lower than planned; the rest of it is valid. */
export function lateReport(generator: Partial<GeneratorFacts>, facts: Partial<RunFacts> = {}, lagUs = 400_000): Report {
  const { table, recorder } = recorderOf();
  for (let number = 0; number < 200; number++) {
    const turn = { outcome: 'completed' as const, firstOutputUs: 100_000, turnUs: 200_000 };
    const atMs = number * 100;
    appendConversation(recorder, table, [
      { ...turn, step: 0, atMs },
      { ...turn, step: 1, atMs },
    ]);
    for (let input = 0; input < 3; input++)
      recorder.append(table.conversation(0, 0).trends.send_lag, atMs, lagUs, lagUs);
  }
  const usual = sampleFacts(facts);
  return buildReport(recorder.measurements(), { ...usual, generator: { ...usual.generator, ...generator } });
}

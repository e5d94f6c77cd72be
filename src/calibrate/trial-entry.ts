/** Main of the process that runs one trial. */
import { groupThousands } from '../platform/group-thousands.ts';
import { KnownError, messageOf } from '../platform/known-error.ts';
import { liveWithParent } from '../platform/process/parent-process.ts';
import { realSystem } from '../platform/system-deps.ts';
import { runTrial, type TrialResult } from './trial/run-trial.ts';
import type { FromTrial, ToTrial, TrialOutcome } from './trial/trial-message.ts';
import { trialMetrics } from './trial/trial-metrics.ts';

const system = realSystem();
const parent = liveWithParent<FromTrial, ToTrial>();

parent.onMessage(async ({ trial, reportDir }) => {
  try {
    parent.send(outcomeOf(await runTrial(trial, system, reportDir), trial.vus));
  } catch (error) {
    if (error instanceof KnownError) parent.send({ kind: 'not-sustained', why: error.message });
    else parent.send({ kind: 'failed', message: messageOf(error) });
  }
});

function outcomeOf(result: TrialResult, vus: number): TrialOutcome {
  const metrics = trialMetrics(result, vus);
  if (metrics) return { kind: 'measured', metrics };
  const talking = new Set(result.turns.map(({ conversation }) => conversation)).size;
  const [worst] = result.report.errors;
  const why = worst ? `: ${worst.example}` : '';
  return {
    kind: 'not-sustained',
    why: `${groupThousands(talking)} of ${groupThousands(vus)} virtual users were active, not all at the same time${why}`,
  };
}

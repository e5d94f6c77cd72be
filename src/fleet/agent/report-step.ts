import type { WatchTerms } from '../../capacity/load-generator.ts';
import { StepObserver } from '../../capacity/step/step-observer.ts';
import { encodeCells } from '../../measure/recorder/encode-cells.ts';
import { STEP_PERIOD_MS, type StepState } from '../wire/messages.ts';

/** Trends that a step is judged on besides those of its objectives. */
const JUDGED_TRENDS = ['first_output', 'turn', 'send_lag'];

/**
 * Hands over the evidence of an agent on a capacity step at each whole second of the step, so that there are states of all agents
 * of the same instant. A busy thread may miss one.
 */
export function reportStep(terms: WatchTerms, publish: (second: number, state: StepState) => void): StepObserver {
  const trends = new Set<string>([...JUDGED_TRENDS, ...terms.objectives.map(({ threshold }) => threshold.metric)]);
  let last = 0;
  return new StepObserver(terms, (watch, load) => {
    const second = Math.floor(load.elapsedMs() / STEP_PERIOD_MS);
    if (second <= last) return;
    last = second;
    const cells = load.recorder.readings().cells.filter(({ kind, metric }) => kind !== 'trend' || trends.has(metric));
    publish(second, { watch: watch.encode(), cells: encodeCells(cells) });
  });
}

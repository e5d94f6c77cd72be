import type { WatchTerms } from '../../capacity/load-generator.ts';
import { StepObserver } from '../../capacity/step/step-observer.ts';
import { encodeCells } from '../../measure/recorder/encode-cells.ts';
import { STEP_PERIOD_MS, type StepState } from '../wire/messages.ts';

/** Trends that a step is judged on in addition to those of its objectives. */
const JUDGED_TRENDS = ['first_output', 'turn', 'send_lag'];

/**
 * Publishes what an agent has measured of a capacity step at each whole second of the step, so that the states of all agents are of
 * the same instants. A busy thread may miss one.
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

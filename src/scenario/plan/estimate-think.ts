import type { SayStep } from '../scenario.ts';
import { medianThinkMs } from '../think-time.ts';

/** The median think time of a step, ms. */
export function medianStepThinkMs({ think, utterance }: SayStep): number {
  return medianThinkMs(think, utterance.kind === 'text' ? (utterance.choices[0] ?? '') : '');
}

import type { SayStep } from '../scenario.ts';
import { medianThinkMs } from '../think-time.ts';

/** The middle of a step's think time, ms. */
export function medianStepThinkMs({ think, utterance }: SayStep): number {
  return medianThinkMs(think, utterance.kind === 'text' ? (utterance.choices[0] ?? '') : '');
}

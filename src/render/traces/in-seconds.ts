import { groupThousands } from '../../platform/group-thousands.ts';

/** `2.026`: an instant of a trace. */
export function inSeconds(ms: number): string {
  const [whole, fraction] = (ms / 1000).toFixed(3).split('.');
  return `${groupThousands(Number(whole))}.${fraction}`;
}

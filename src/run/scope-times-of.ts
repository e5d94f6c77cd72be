import { type LoadProfile, plannedEndMs } from '../load/load-profile.ts';
import { measuredWindows } from '../load/measured-windows.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { ScopeTimes } from '../verdict/scope-times.ts';

/** The times that a run has for thresholds with a scope. The graceful stop is in none of them. */
export function scopeTimes({ conversations }: Pick<Scenario, 'conversations'>, load: LoadProfile): ScopeTimes {
  const endMs = plannedEndMs(load);
  const clip = (times: ReturnType<typeof measuredWindows>) =>
    times.map(({ fromMs, toMs }) => ({ fromMs, toMs: Math.min(toMs, endMs) }));
  return {
    steady: clip(measuredWindows({ ...load, measure: 'steady' })),
    measured: clip(measuredWindows(load)),
    longestTurnMs: Math.max(0, ...conversations.flatMap(({ steps }) => steps.map(({ timeoutMs }) => timeoutMs))),
  };
}

import { groupThousands } from '../../platform/group-thousands.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import type { Capacity } from '../../report/capacity/capacity-schema.ts';
import { nameLoad } from '../../report/capacity/describe-capacity.ts';

/** Facts of the search: label and text, in display order. */
export function capacityFacts(capacity: Capacity): (readonly [label: string, text: string])[] {
  const { scenario, target, objectives, addedObjective, durationMs, steps, seed, startedAt, from, to, over, palaver } =
    capacity;
  return [
    ['scenario', scenario],
    ['target', `${target.name}, ${target.url}`],
    ...objectives.map(
      (objective, index) =>
        [index === 0 ? 'objectives' : '', objective === addedObjective ? `${objective} (added)` : objective] as const,
    ),
    ['loads', `from ${groupThousands(from)} to ${nameLoad(to, over)}`],
    [
      'search',
      `${steps.length} ${steps.length === 1 ? 'step' : 'steps'} in ${formatDurationMs(durationMs)}, seed ${seed}`,
    ],
    ['started', `${startedAt.slice(0, 19).replace('T', ' ')} UTC, palaver ${palaver}`],
  ];
}

import type { Readings } from '../../measure/readings.ts';
import { measuredParts, type RunShape } from '../../measure/shape/run-shape.ts';
import { groupThousands } from '../../platform/group-thousands.ts';
import { redact } from '../../platform/redact.ts';

/** Maximum number of names in the note. */
const MAX_NAMED = 5;

/**
 * Names the conversations of the scenario that no virtual user started: the run says nothing about them. Conversations are
 * chosen at random, so a short run does not contain all of them. Empty if they are not measured separately.
 */
export function unstartedNote(readings: Readings, shape: RunShape): readonly string[] {
  const all = measuredParts(shape, '').flatMap(({ labels }) => labels.conversation ?? []);
  const unstarted = all.filter((conversation) => readings.counter('conversations_started', { conversation }) === 0);
  if (unstarted.length === 0 || unstarted.length === all.length) return [];
  const more = unstarted.length - MAX_NAMED;
  const names = unstarted.slice(0, MAX_NAMED).map((name) => `"${name}"`);
  const list = redact(names.join(', ')) + (more > 0 ? ` and ${groupThousands(more)} more` : '');
  return [
    `${groupThousands(unstarted.length)} of the ${groupThousands(all.length)} conversations of the scenario never started: ${list}. ` +
      'To cover them, run longer or more conversations (--duration, --conversations).',
  ];
}

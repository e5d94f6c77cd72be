import { TURN_OUTCOMES, turnCounter } from '../../measure/metrics.ts';
import type { Report } from '../../report/report.ts';

type Block = Report['timeline']['blocks'][number];

const ENDED = TURN_OUTCOMES.map(turnCounter);
const FAILED = TURN_OUTCOMES.filter((outcome) => outcome !== 'completed' && outcome !== 'interrupted').map(turnCounter);

/** Turns of all targets, with any outcome. */
export function endedTurns(block: Block): number {
  return sumOf(block, ENDED);
}

export function failedTurns(block: Block): number {
  return sumOf(block, FAILED);
}

/** Connections that never came to ready. */
export function failedConnections(block: Block): number {
  return sumOf(block, ['connects_failed']);
}

function sumOf({ counters }: Block, names: readonly string[]): number {
  return Object.values(counters).reduce(
    (sum, counts) => sum + names.reduce((own, name) => own + (counts[name] ?? 0), 0),
    0,
  );
}

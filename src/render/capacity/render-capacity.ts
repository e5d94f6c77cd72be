import { formatDurationMs } from '../../platform/duration.ts';
import { meaningOf } from '../../platform/exit-code.ts';
import type { Capacity, CapacityStep } from '../../report/capacity/capacity-schema.ts';
import { inOrderOfLoad, OUTCOME_MARKS, OUTCOME_NAMES } from '../../report/capacity/describe-capacity.ts';
import { printable } from '../printable.ts';
import { type Paint, painter, type Style } from '../tables/paint.ts';
import { paragraph, plainTable } from '../tables/plain-table.ts';
import type { TableOptions } from '../tables/render-tables.ts';
import { formatCount, formatLatency, formatShare } from './step-line.ts';

const STYLES: Readonly<Record<CapacityStep['outcome'], Style>> = {
  held: 'green',
  unproven: 'yellow',
  failed: 'red',
  'at-the-limit': 'red',
  invalid: 'yellow',
  stopped: 'dim',
};

/** The answer, and the curve it rests on as a table. Ends with a line break. */
export function renderCapacity(told: Capacity, { colour = false, width: columns = 80 }: TableOptions = {}): string {
  const capacity = printable(told);
  const paint = painter(colour);
  const width = Math.min(120, Math.max(80, columns));
  const { answer } = capacity;
  const exit = `exit code ${answer.exitCode}: ${meaningOf(answer.exitCode)}`;
  const parts = [
    facts(capacity, width, paint),
    curve(capacity, paint),
    ['capacity', ...answer.text.map((sentence) => paragraph(sentence, width, 1))]
      .map((line, index) => (index < 2 ? paint('bold', line) : line))
      .join('\n'),
    exit,
  ];
  return `${parts.join('\n\n')}\n`;
}

function facts(
  { scenario, target, objectives, durationMs, steps, seed }: Capacity,
  width: number,
  paint: Paint,
): string {
  const rows = [
    ['scenario', scenario],
    ['target', `${target.name}, ${target.url}`],
    ...objectives.map((objective, index) => [index === 0 ? 'objectives' : '', objective]),
    ['search', `${steps.length} steps in ${formatDurationMs(durationMs)}, seed ${seed}`],
  ];
  return plainTable(
    rows.map(([label, text]) => [paint('dim', label!), text!]),
    { widths: [12, width - 12], wrap: true },
  );
}

const HEAD = ['', 'turns/s', 'in flight', 'first p50', 'first p95', 'turn p95', 'done', ''];
const WIDTHS = [8, 9, 10, 10, 10, 10, 7, 16];

function curve({ steps, over }: Capacity, paint: Paint): string {
  const head = [over === 'vus' ? 'VUs' : 'per s', ...HEAD.slice(1)];
  const rows = inOrderOfLoad(steps).map((step) => [
    String(step.load),
    formatCount(step.turnsPerSecond),
    formatCount(step.inFlight),
    formatLatency(step.firstOutput.p50Ms),
    formatLatency(step.firstOutput.p95Ms),
    formatLatency(step.turn.p95Ms),
    step.completion === null ? '' : formatShare(step.completion),
    paint(STYLES[step.outcome], ` ${OUTCOME_MARKS[step.outcome]} ${OUTCOME_NAMES[step.outcome]}`),
  ]);
  const aligns = [...WIDTHS.slice(1).map(() => 'right' as const), 'left' as const];
  const table = plainTable([head.map((text) => paint('dim', text)), ...rows], { widths: WIDTHS, aligns });
  return `${paint('bold', 'load and what it does')}\n${table}`;
}

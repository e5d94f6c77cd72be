import { groupThousands } from '../platform/group-thousands.ts';
import { withoutRunnerCommands } from '../platform/visible.ts';
import type { Capacity, CapacityStep } from '../report/capacity/capacity-schema.ts';
import { describeRetry, inOrderOfLoad, OUTCOME_MARKS, OUTCOME_NAMES } from '../report/capacity/describe-capacity.ts';
import { explainAnswer } from '../report/capacity/explain-answer.ts';
import { capacityFacts } from './capacity/capacity-facts.ts';
import { stepCells } from './capacity/step-cells.ts';
import { type Paint, painter, type Style } from './paint.ts';
import { paragraph, plainTable } from './plain-table.ts';
import { printable } from './printable.ts';
import type { TableOptions } from './render-tables.ts';

const STYLES: Readonly<Record<CapacityStep['outcome'], Style>> = {
  held: 'green',
  unproven: 'yellow',
  failed: 'red',
  'at-the-limit': 'yellow',
  invalid: 'yellow',
  stopped: 'dim',
};

/** The answer, and the tested loads as a table. Ends with a line break. */
export function renderCapacity(raw: Capacity, { colour = false, width: columns = 80 }: TableOptions = {}): string {
  const capacity = printable(raw);
  const paint = painter(colour);
  const width = Math.min(120, Math.max(80, columns));
  const { answer, retries = [] } = capacity;
  const exit = `exit code ${answer.exitCode}: ${explainAnswer(capacity)}`;
  const parts = [
    plainTable(
      capacityFacts(capacity).map(([label, text]) => [paint('dim', label), text]),
      { widths: [12, width - 12], wrap: true },
    ),
    curve(capacity, paint),
    ...(retries.length > 0
      ? [retries.map((retry) => paragraph(describeRetry(retry, capacity), width)).join('\n')]
      : []),
    ['capacity', ...answer.text.map((sentence) => paragraph(sentence, width, 1))]
      .map((line, index) => (index < 2 ? paint('bold', line) : line))
      .join('\n'),
    exit,
  ];
  return withoutRunnerCommands(`${parts.join('\n\n')}\n`);
}

/** Columns of `STEP_COLUMNS` that fit into 80 columns; those of one metric share its name, in a line above. */
const HEAD = ['turns/s', 'in flight', 'p50', 'p95', 'p95', 'completed'];
const METRICS = { cells: ['', 'first_output', 'turn'], widths: [27, 18, 9] };
const WIDTHS = [7, 9, 11, 9, 9, 9, 10, 16];

function curve({ steps, over }: Capacity, paint: Paint): string {
  const head = [over === 'vus' ? 'VUs' : 'per s', ...HEAD, ''];
  const rows = inOrderOfLoad(steps).map((step) => [
    groupThousands(step.load),
    ...stepCells(step).slice(0, HEAD.length),
    paint(STYLES[step.outcome], ` ${OUTCOME_MARKS[step.outcome]} ${OUTCOME_NAMES[step.outcome]}`),
  ]);
  const aligns = [...WIDTHS.slice(1).map(() => 'right' as const), 'left' as const];
  const table = plainTable([head.map((text) => paint('dim', text)), ...rows], { widths: WIDTHS, aligns });
  const metrics = plainTable([METRICS.cells.map((text) => paint('dim', text))], {
    widths: METRICS.widths,
    aligns: METRICS.cells.map(() => 'right' as const),
  });
  return [paint('bold', 'results by load'), metrics, table].join('\n');
}

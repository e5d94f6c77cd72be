import type { Capacity } from '../../report/capacity/capacity-schema.ts';
import { escapeHtml } from '../page/escape-html.ts';
import { pageShell } from '../page/page-shell.ts';
import { FACT_COLUMNS, listOf, tableOf } from '../page/plain-html.ts';
import { buildCapacityPageModel } from './build-capacity-page-model.ts';
import type { CapacityPageModel } from './capacity-page-model.ts';

/** A search as one self-contained HTML file. Throws a KnownError if the build is missing. */
export function renderCapacityPage(capacity: Capacity): string {
  const model = buildCapacityPageModel(capacity);
  return pageShell({ title: `${model.title} · palaver`, plain: plainCapacity(model), model, script: 'capacity' });
}

/** The content without JavaScript. */
function plainCapacity({ title, answer, unit, columns, steps, facts, pauses }: CapacityPageModel): string {
  const rows = steps.map(({ number, load, outcome, why, cells }) => [
    why.length === 0 ? outcome : `${outcome}: ${why.join('; ')}`,
    load,
    ...cells,
    number,
  ]);
  return [
    `<h1>${escapeHtml(title)}</h1>`,
    `<p><strong>${escapeHtml(answer.headline)}</strong>, exit code ${answer.exitCode}: ${escapeHtml(answer.meaning)}</p>`,
    listOf(answer.text),
    tableOf('Search', [], facts, FACT_COLUMNS),
    tableOf('Loads', ['outcome', unit, ...columns, 'step'], rows, 1),
    listOf(pauses),
    '<p>Charts need JavaScript; the page loads nothing from the network.</p>',
  ]
    .filter((part) => part !== '')
    .join('\n');
}

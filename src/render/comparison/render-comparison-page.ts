import type { Comparison } from '../../report/comparison/comparison-schema.ts';
import { escapeHtml } from '../page/escape-html.ts';
import { pageShell } from '../page/page-shell.ts';
import { FACT_COLUMNS, listOf, tableOf } from '../page/plain-html.ts';
import { buildComparisonPageModel } from './build-comparison-page-model.ts';
import type { ComparisonPageModel } from './comparison-page-model.ts';

/** A comparison as one self-contained HTML file. Throws a KnownError if a histogram is damaged or the build missing. */
export function renderComparisonPage(comparison: Comparison): string {
  const model = buildComparisonPageModel(comparison);
  return pageShell({ title: `${model.title} · palaver`, plain: plainComparison(model), model, script: 'comparison' });
}

/** The content without JavaScript. */
function plainComparison({ title, verdict, gating, exploratory, facts, warnings }: ComparisonPageModel): string {
  const head = ['', 'baseline', 'candidate', 'change', '95 % interval', 'outcome'];
  const rows = (models: typeof gating) =>
    models.map(({ name, base, candidate, change, interval, outcome }) => [
      name,
      base,
      candidate,
      change,
      interval,
      outcome,
    ]);
  return [
    `<h1>${escapeHtml(title)}</h1>`,
    `<p>Verdict: <strong>${escapeHtml(verdict.status)}</strong>, exit code ${verdict.exitCode}: ${escapeHtml(verdict.meaning)}</p>`,
    listOf(verdict.reasons),
    tableOf('Gating metrics', head, rows(gating)),
    tableOf('Informational', head, rows(exploratory)),
    tableOf('Compared runs', [], facts, FACT_COLUMNS),
    listOf(warnings),
    '<p>Charts need JavaScript; the page loads nothing from the network.</p>',
  ]
    .filter((part) => part !== '')
    .join('\n');
}

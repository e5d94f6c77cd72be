import type { Report } from '../report/report.ts';
import { buildPageModel } from './build-page-model.ts';
import { pageShell } from './page/page-shell.ts';
import { plainPage } from './page/plain-page.ts';

/** The report as one self-contained HTML file. Throws a KnownError if a histogram is damaged or the build missing. */
export function renderPage(report: Report): string {
  const model = buildPageModel(report);
  return pageShell({ title: `${model.title} · palaver`, plain: plainPage(model), model });
}

/** The same page for a run in progress: it reads its models from `events`, a relative URL. */
export function renderLivePage(): string {
  return pageShell({
    title: 'palaver',
    plain: '<p>This live page needs JavaScript.</p>',
    model: undefined,
  });
}

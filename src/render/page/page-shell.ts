import { contentPolicy } from './content-policy.ts';
import { escapeHtml, scriptJson } from './escape-html.ts';
import { type PageScript, readPageParts } from './page-parts.ts';

export interface PageShell {
  readonly title: string;
  /** HTML for readers without scripts. */
  readonly plain: string;
  /** Undefined: the page fetches models as server-sent events from `events` in its folder. */
  readonly model: object | undefined;
  /** Which one draws it. Default `page`. */
  readonly script?: PageScript;
}

/** A bubble with three bars. */
const ICON =
  "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><path fill='#2563eb' d='M3 1h10a2 2 0 0 1 2 2v7a2 2 0 0 1-2 " +
  "2H7l-4 3v-3a2 2 0 0 1-2-2V3a2 2 0 0 1 2-2z'/><path fill='#fff' d='M4 7h2v3H4zM7 5h2v5H7zM10 3h2v7h-2z'/></svg>";

/** One self-contained file: the style sheet, the script and the model. Throws a KnownError without the build. */
export function pageShell({ title, plain, model, script: name = 'page' }: PageShell): string {
  const { script, style } = readPageParts(name);
  const live = model === undefined;
  const policy = contentPolicy({ script, style, sameOrigin: live });
  return [
    '<!doctype html>',
    `<html lang="en"${live ? ' data-live="events"' : ''}>`,
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escapeHtml(title)}</title>`,
    `<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(ICON)}">`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    `<noscript>\n${plain}\n</noscript>`,
    ...(live ? [] : [`<script type="application/json" id="model">${scriptJson(model)}</script>`]),
    `<script>${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

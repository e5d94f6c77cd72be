import { spawnSync } from 'node:child_process';

/** In CI the tests run whatever is there, and fail where it is missing. */
export const hasGfmTool = process.env.CI === 'true' || spawnSync('cmark-gfm', ['--version']).error === undefined;
export const GFM_TOOL_HINT = ' (needs apt-get install cmark-gfm)';

/** With all that GitHub takes a text for, and nothing that it takes out afterwards taken out. */
const AS_ON_GITHUB = ['table', 'strikethrough', 'autolink', 'tasklist'].flatMap((name) => ['-e', name]);
const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };

/** Markdown as HTML, by GitHub's own parser. */
export function gfmToHtml(markdown: string): string {
  const { stdout, stderr, error } = spawnSync('cmark-gfm', ['--unsafe', ...AS_ON_GITHUB], {
    input: markdown,
    encoding: 'utf8',
  });
  if (error || stderr !== '') throw error ?? new Error(stderr);
  return stdout;
}

/** What a reader sees of HTML without elements; blanks without width are not seen. */
export function seenIn(html: string): string {
  return html.replace(/&\w+;/g, (entity) => ENTITIES[entity] ?? entity).replaceAll('\u200b', '');
}

// Makes of the pages' modules and their style sheet what a report, a comparison or a search carries within itself:
// dist/render/page/{page,comparison,capacity}.js and page.css.
import { readFileSync, writeFileSync } from 'node:fs';
import { build } from 'rolldown';

const here = (path) => new URL(path, import.meta.url);
const text = (path) => readFileSync(here(path), 'utf8');
const UPLOT = '../../node_modules/uplot';
const OUT = '../../dist/render/page';

const scripts = { page: 'main.ts', comparison: 'comparison.ts', capacity: 'capacity.ts' };
for (const [name, input] of Object.entries(scripts)) {
  await build({
    input: here(input).pathname,
    platform: 'browser',
    logLevel: 'warn',
    output: {
      file: here(`${OUT}/${name}.js`).pathname,
      // No name of the page's becomes one of the document's.
      format: 'iife',
      minify: true,
      // Every page holds a copy of the charts, so it holds their licence.
      postBanner: `/*! uPlot\n${text(`${UPLOT}/LICENSE`)}*/`,
    },
  });
}
const styles = [`${UPLOT}/dist/uPlot.min.css`, 'page.css', 'plain.css'].map(text);
writeFileSync(here(`${OUT}/page.css`), styles.join('\n'));

// Makes of the page's modules and its style sheet what a report carries within itself: dist/render/page/page.{js,css}.
import { readFileSync, writeFileSync } from 'node:fs';
import { build } from 'rolldown';

const here = (path) => new URL(path, import.meta.url);
const text = (path) => readFileSync(here(path), 'utf8');
const UPLOT = '../../node_modules/uplot';
const OUT = '../../dist/render/page';

await build({
  input: here('main.ts').pathname,
  platform: 'browser',
  logLevel: 'warn',
  output: {
    file: here(`${OUT}/page.js`).pathname,
    // No name of the page's becomes one of the document's.
    format: 'iife',
    minify: true,
    // Every report holds a copy of the charts, so it holds their licence.
    postBanner: `/*! uPlot\n${text(`${UPLOT}/LICENSE`)}*/`,
  },
});
const styles = [`${UPLOT}/dist/uPlot.min.css`, 'page.css', 'plain.css'].map(text);
writeFileSync(here(`${OUT}/page.css`), styles.join('\n'));

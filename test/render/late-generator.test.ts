import { describe, expect, it } from 'vitest';
import { buildPageModel } from '../../src/render/build-page-model.ts';
import { renderJunit } from '../../src/render/junit/render-junit.ts';
import { renderMarkdown } from '../../src/render/render-markdown.ts';
import { renderTables } from '../../src/render/render-tables.ts';
import { BUSY_MACHINE, lateReport } from '../support/late-report.ts';

const CAUSE =
  'the actual load was lower than planned; likely cause: other processes used 1.6 of 2 cores (chrome 0.9); ' +
  'load average 4.1 on 2 cores; stop them, or use a dedicated machine';

describe('the cause of a late load generator', () => {
  const report = lateReport(BUSY_MACHINE);

  it.each([
    ['report.json', JSON.stringify(report)],
    ['the terminal', renderTables(report)],
    ['Markdown', renderMarkdown(report)],
    ['JUnit', renderJunit(report)],
    ['the page', JSON.stringify(buildPageModel(report))],
  ])('is named in %s', (_output, text) => {
    expect(report.verdict).toMatchObject({ status: 'invalid', exitCode: 112 });
    expect(text.replace(/\s+/g, ' ')).toContain(CAUSE);
  });
});

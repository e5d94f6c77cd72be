import { describe, expect, it } from 'vitest';
import { buildPageModel } from '../../src/render/build-page-model.ts';
import { errorLines } from '../../src/render/error-causes.ts';
import { renderJunit } from '../../src/render/junit/render-junit.ts';
import { plainPage } from '../../src/render/page/plain-page.ts';
import { renderMarkdown } from '../../src/render/render-markdown.ts';
import { renderTables } from '../../src/render/render-tables.ts';
import { buildReport } from '../../src/report/build-report.ts';
import { errorCause, errorEntry } from '../support/errors.ts';
import { sampleFacts, sampleMeasurements } from '../support/sample-report.ts';

const greeting = errorCause({
  step: 'hello',
  check: 'a reply that contains "{{guest}}"',
  difference: 'text-differs',
  count: 7,
  firstMs: 1250,
  lastMs: 39_900,
  sessionId: '7f3a-31',
  traceId: 'endpoint-realtimeClient-5187a3e2-fa7e-4296-8e54-0123456789ab',
  example: 'expected a reply that contains "Ada", got "Good morning, what can I do for you today?"',
});
const price = errorCause({
  ...greeting,
  step: 'party size',
  check: 'a value at $.data.price',
  difference: 'value-missing',
  count: 4,
  firstMs: 2000,
  lastMs: 8000,
  sessionId: '7f3a-32',
  traceId: undefined,
  example: 'expected a value at $.data.price, got no value',
});
const refused = errorCause({
  step: undefined,
  check: undefined,
  difference: 'refused',
  sessionId: '7f3a-40',
  example: 'no one there',
});

const report = buildReport(
  sampleMeasurements(400),
  sampleFacts({
    errors: [
      errorEntry({ class: 'mismatched', count: 12, causes: [price, greeting] }),
      errorEntry({ class: 'refused', count: 1, causes: [refused] }),
    ],
  }),
);

describe('two failing checks of one class', () => {
  it('are two lines in the terminal, with count, first and last time, session and trace id', () => {
    const text = renderTables(report);
    expect(text.slice(text.indexOf('failures\n'), text.indexOf('verdict:')).trimEnd()).toMatchInlineSnapshot(`
      "failures
       class                    count first example
       mismatched                  12 several causes
                                    7 hello: expected a reply that contains "Ada", got
                                      "Good morning, what can I do for you today?"
              1.25 s to 39.9 s; first: book a table, session 7f3a-31, trace
              endpoint-realtimeClient-5187a3e2-fa7e-4296-8e54-0123456789ab
                                    4 party size: expected a value at $.data.price,
                                      got no value
              2.00 s to 8.00 s; first: book a table, session 7f3a-32
                                    1 from further causes (not kept)
       refused                      1 no one there
              at 1.00 ms; book a table, session 7f3a-40"
    `);
  });

  it.each([
    ['Markdown', renderMarkdown(report)],
    ['JUnit', renderJunit(report)],
    ['the page without scripts', plainPage(buildPageModel(report))],
    ['the data of the page', JSON.stringify(buildPageModel(report).failures)],
    ['report.json', JSON.stringify(report.errors)],
  ])('are two lines in %s', (_form, text) => {
    for (const part of ['Good morning', 'got no value', '7f3a-31', '7f3a-32', '8e54-0123456789ab'])
      expect(text).toContain(part);
  });

  it('are shown with their steps, the more frequent first', () => {
    expect(report.errors[0]!.causes).toMatchObject([
      {
        step: 'hello',
        check: 'a reply that contains "{{guest}}"',
        difference: 'text-differs',
        count: 7,
        lastMs: 39_900,
      },
      { step: 'party size', check: 'a value at $.data.price', difference: 'value-missing', count: 4 },
    ]);
    expect(report.errors[0]!.causes![0]).not.toHaveProperty('counted');
  });
});

describe('the lines of an error class', () => {
  it('are its example if an older report has no causes', () => {
    expect(errorLines({ target: 'eu', class: 'cut', count: 3, example: 'gone', firstMs: 1, lastMs: 2 }, 5)).toEqual([
      { count: 3, text: 'gone' },
    ]);
  });

  it('are that of its only cause', () => {
    expect(errorLines({ ...errorEntry({ count: 7 }), causes: [greeting] }, 5).map(({ count }) => count)).toEqual([7]);
  });

  it.each([5, 1, 0])('add up to all errors with at most %i', (most) => {
    const lines = errorLines({ ...errorEntry({ count: 12 }), causes: [greeting, price] }, most);
    const [all, ...each] = lines.map(({ count }) => count);
    expect(all).toBe(12);
    expect(each.reduce((sum, count) => sum + count, 0)).toBe(12);
  });
});

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { visible } from '../../../src/platform/visible.ts';
import { renderLivePage, renderPage } from '../../../src/render/render-page.ts';
import { rendererOf } from '../../../src/render/renderers.ts';
import { buildReport } from '../../../src/report/build-report.ts';
import { errorCause, errorEntry } from '../../support/errors.ts';
import { sampleFacts, sampleMeasurements, sampleReport } from '../../support/sample-report.ts';

const HOSTILE = `</script><script>alert(1)</script><!--<img src=x onerror=alert(2)> "quoted" 'single' & \u2028\u2029\0 🍕\ud800 {{x}} \${y}`;

/** What lies between the tags of the elements of a name, in order, as a browser takes it. */
function contentsOf(html: string, name: string): string[] {
  return [...html.matchAll(new RegExp(`<${name}(?: [^>]*)?>([\\s\\S]*?)</${name}>`, 'g'))].map((match) => match[1]!);
}

function policyOf(html: string): string {
  return /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)![1]!.replaceAll('&#39;', "'");
}

function sumOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

describe('the page', () => {
  const html = renderPage(sampleReport(400));
  const [json, script] = contentsOf(html, 'script');
  const [style] = contentsOf(html, 'style');

  it('is an output type', () => {
    expect(rendererOf('html')(sampleReport(400), {})).toBe(html);
  });

  it('allows only its own script and style sheet, by their hashes', () => {
    expect(policyOf(html).split('; ')).toEqual([
      "default-src 'none'",
      `script-src ${sumOf(script!)}`,
      `style-src ${sumOf(style!)}`,
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it('is complete: one style sheet, one script, one model', () => {
    expect(contentsOf(html, 'script')).toHaveLength(2);
    expect(contentsOf(html, 'style')).toHaveLength(1);
    expect(script!.length).toBeGreaterThan(40_000);
    expect(style).toContain('.uplot');
    expect(JSON.parse(json!)).toMatchObject({ form: 1, title: 'restaurant booking', running: false });
  });

  it('refers to no external resource', () => {
    const markup = html.replace(script!, '').replace(json!, '').replace(style!, '');
    expect(markup.match(/\s(?:src|srcset|href|action|data|poster)="(?!data:)[^"]*"/g)).toBeNull();
    expect(markup).not.toMatch(/<(?:iframe|object|embed|base)\b/);
    expect(style).not.toMatch(/@import|url\((?!["']?data:)/);
    expect(script).not.toMatch(/\bimport\s*\(|\bimport\s+[\w{*'"]|importScripts/);
  });

  it('has no inline styles, which its policy would block', () => {
    expect(html.replace(script!, '').replace(json!, '')).not.toMatch(/\sstyle=|\son\w+=/);
  });

  it('does not close its script or style sheet early', () => {
    expect(script).not.toMatch(/<\/script|<!--/i);
    expect(style).not.toMatch(/<\/style/i);
    expect(html).not.toContain('\r');
  });

  it('shows verdict, thresholds and turns without scripts', () => {
    const [plain] = contentsOf(html, 'noscript');
    expect(plain).toContain('<strong>FAIL</strong>, exit code 99: 4 of 7 thresholds failed, 1 could not be evaluated');
    expect(plain).toContain('first_output p(95) &lt; 1500ms');
    expect(plain).toContain('<td>party size</td><td>turn</td><td class="number">400</td><td class="number">10</td>');
    expect(plain).toContain('&gt;30.0 s');
    expect(plain).toContain('timed-out');
  });
});

describe('texts in the page', () => {
  const shape = {
    targets: [HOSTILE],
    conversations: [{ name: HOSTILE, steps: [HOSTILE, `${HOSTILE} (2)`] }],
    failureClasses: ['refused'],
  };
  const facts = sampleFacts({
    errors: [
      errorEntry({
        target: HOSTILE,
        class: HOSTILE,
        example: HOSTILE,
        causes: [errorCause({ conversation: HOSTILE, step: HOSTILE, sessionId: HOSTILE, example: HOSTILE })],
      }),
    ],
    endings: [{ exit: 'incomplete', text: HOSTILE }],
    notes: [HOSTILE],
  });
  const report = buildReport(sampleMeasurements(50, shape), {
    ...facts,
    run: { ...facts.run, name: HOSTILE, tags: { [HOSTILE]: HOSTILE } },
    targets: [{ ...facts.targets[0]!, name: HOSTILE }],
  });
  const html = renderPage(report);

  it('are escaped in any position', () => {
    expect(html.match(/<script/gi)).toHaveLength(2);
    expect(html.match(/<\/script/gi)).toHaveLength(2);
    expect(html.match(/<title>/g)).toHaveLength(1);
    expect(html).not.toContain('<!--');
    expect(html).not.toContain('<img');
  });

  it('are unchanged in the model, with control characters made visible', () => {
    const model = JSON.parse(contentsOf(html, 'script')[0]!);
    const shown = visible(HOSTILE);
    expect(model.title).toBe(shown);
    expect(model.rows.map(({ label }: { label: string }) => label)).toContain(HOSTILE);
    expect(model.failures[0].lines[0].text).toBe(`${shown}: ${shown}`);
  });
});

describe('the page of a running run', () => {
  const html = renderLivePage();

  it('has no model, and may fetch it from its own origin', () => {
    expect(html).toContain('<html lang="en" data-live="events">');
    expect(html).not.toContain('id="model"');
    expect(policyOf(html)).toContain("connect-src 'self'");
    expect(policyOf(html)).toContain(`script-src ${sumOf(contentsOf(html, 'script')[0]!)}`);
  });

  it('is otherwise the same page', () => {
    const finished = renderPage(sampleReport(1));
    expect(contentsOf(html, 'script')[0]).toBe(contentsOf(finished, 'script')[1]);
    expect(contentsOf(html, 'style')).toEqual(contentsOf(finished, 'style'));
    expect(policyOf(finished)).not.toContain('connect-src');
  });
});

import { describe, expect, it } from 'vitest';
import { MAX_CHARACTERS, renderMarkdown } from '../../../src/render/render-markdown.ts';
import { buildReport } from '../../../src/report/build-report.ts';
import type { Report } from '../../../src/report/report.ts';
import { coarseReport } from '../../support/coarse-report.ts';
import { GFM_TOOL_HINT, gfmToHtml, hasGfmTool, seenIn } from '../../support/gfm-tool.ts';
import { expectGolden } from '../../support/golden.ts';
import { hostileReport } from '../../support/hostile-report.ts';
import { sampleFacts, sampleMeasurements, sampleReport } from '../../support/sample-report.ts';

const failed = sampleReport(400);
const passed = coarseReport(['turn p50 < 2s']);
const check = { target: 'eu', conversation: 'book a table', step: 'party size', passed: 380, failed: 10 };

/** Steps of two conversations at two targets; each has a check, which fails for every third. */
function wideReport(stepsEach: number, label = 'step'): Report {
  const conversations = ['book', 'cancel'].map((name) => ({
    name,
    steps: Array.from({ length: stepsEach }, (_, index) => `${label} ${index}`),
  }));
  const shape = { targets: ['eu', 'us'], conversations, failureClasses: ['refused'] };
  const targets = shape.targets.map((name) => ({ name, address: `wss://${name}.endpoint.example.test/…1a2b` }));
  const report = buildReport(sampleMeasurements(4, shape), sampleFacts({ targets }));
  const checks = report.groups.flatMap(({ target, conversation = '', step }, index) =>
    step === undefined ? [] : [{ target, conversation, step, passed: 2, failed: index % 3 === 0 ? 1 : 0 }],
  );
  return { ...report, checks };
}

/** The part under a heading. */
function section(text: string, heading: string): string {
  const [, after] = text.split(`### ${heading}\n\n`);
  return after?.split('\n### ')[0] ?? '';
}

const rowsIn = (text: string) => text.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| ---'));

describe('Markdown', () => {
  it.each<[string, Report]>([
    ['failed', { ...failed, checks: [{ ...check, step: 'hello', passed: 400, failed: 0 }, check] }],
    ['few-turns', sampleReport(12)],
    ['coarse', coarseReport(['turn{step="hello"} p50 < 950ms', 'turn p50 < 2s'])],
    ['passed', passed],
  ])('of a run: %s', (name, report) => {
    expectGolden(`markdown-${name}.md`, renderMarkdown(report));
  });

  it('begins with the verdict and the exit code', () => {
    const verdictOf = (verdict: Partial<Report['verdict']>) =>
      renderMarkdown({ ...passed, verdict: { ...passed.verdict, ...verdict } });
    expect(verdictOf({})).toMatch(/^## ✅ PASS: restaurant booking\n\nconversations: /);
    const doubted = verdictOf({ reasons: [{ kind: 'suspect', text: 'stood still' }] });
    expect(doubted).toMatch(/^## ⚠️ PASS \(suspect\): .*\n\n- \(suspect\) stood still\n/);
    const spent = verdictOf({ status: 'incomplete', exitCode: 113, reasons: [{ kind: 'ending', text: 'spent' }] });
    expect(spent).toMatch(/^## ⚠️ INCOMPLETE: .*\n\n\*\*exit code 113\*\*: .*budget.*\n\n- spent\n/);
    expect(verdictOf({ status: 'no-data', exitCode: 99 })).toMatch(/^## ❌ NO DATA: /);
  });

  it('omits empty sections', () => {
    const text = renderMarkdown({ ...passed, thresholds: [], checks: [], errors: [] });
    expect([...text.matchAll(/^### (.*)$/gm)].map(([, heading]) => heading)).toEqual(['Latency']);
  });

  it('names conversation and target of steps and failures if there are several', () => {
    const text = renderMarkdown({
      ...wideReport(2),
      errors: [{ target: 'us', class: 'refused', count: 2, example: 'nobody listens', firstMs: 0, lastMs: 1 }],
    });
    const steps = rowsIn(section(text, 'Latency')).map((row) => row.split(' | ')[0]);
    expect(steps).toEqual(
      ['step', '**all conversations**']
        .concat(
          ...['eu', 'us'].flatMap((at) => ['book', 'cancel'].map((name) => `**${name}** at ${at}`)).map(withSteps),
        )
        .map((cell) => `| ${cell}`),
    );
    function withSteps(heading: string) {
      return [heading, '`step 0`', '`step 1`'];
    }
    expect(section(text, 'Failures')).toContain('| `us: refused` | 2 | nobody listens |');
    expect(section(text, 'Failed checks')).toMatch(/\| `step \d` \| (book|cancel) at (eu|us) \| 1 \| 3 \|/);
  });

  it('names the step and metric of wide bounds', () => {
    const [heading, ...steps] = passed.groups.filter(({ conversation }) => conversation !== undefined);
    const others = [heading!, ...steps].map((group) => ({ ...group, conversation: 'cancel' }));
    const wide = (report: Report) => [...renderMarkdown(report).matchAll(/^- (.*): bounds/gm)].map(([, who]) => who);
    expect(wide(passed)).toEqual(['`hello`, first_output', '`hello`, turn']);
    expect(wide({ ...passed, groups: [...passed.groups, ...others] })).toEqual([
      '`hello` of book a table, first_output',
      '`hello` of book a table, turn',
      '`hello` of cancel, first_output',
      '`hello` of cancel, turn',
    ]);
  });

  it('collapses long sections without dropping lines', () => {
    const steps = section(renderMarkdown(wideReport(12)), 'Latency');
    const [inSight, folded] = steps.split('<details>');
    expect(rowsIn(inSight!)).toHaveLength(1 + 15);
    // 48 steps, 4 headings of conversations, the line of all, less what is seen; and the table's own heading.
    expect(rowsIn(folded!)).toHaveLength(1 + (48 + 4 + 1 - 15));
    expect(folded).toContain('<summary>38 more</summary>\n\n| step |');
    expect(folded).toContain('\n\n</details>');
    expect(steps).not.toContain('omitted');
  });

  it.each([
    ['many steps', wideReport(300, 'a label of about thirty letters')],
    ['names that become longest', wideReport(100, '|'.repeat(300))],
    ['many thresholds', { ...failed, thresholds: Array.from({ length: 2000 }, () => failed.thresholds[1]!) }],
    ['many targets', { ...failed, targets: Array.from({ length: 3000 }, () => failed.targets[0]!) }],
    ['everything', withMuch()],
  ])('fits in a comment, and says what it omits: %s', (_what, report) => {
    const text = renderMarkdown(report);
    expect(text.length).toBeLessThanOrEqual(MAX_CHARACTERS);
    expect(text.length).toBeGreaterThan(MAX_CHARACTERS / 10);
    expect(text).toMatch(/^## ❌|^## ✅|^## ⚠️/);
    expect(text).toMatch(/… and \d+ omitted \(comment size limit\)|\d+ more targets/);
    expect(text.split('<details>').length).toBe(text.split('</details>').length);
  });

  it('counts the omitted lines', () => {
    const text = section(renderMarkdown(wideReport(300, 'a label of about thirty letters')), 'Latency');
    const shown = rowsIn(text).filter((row) => !row.startsWith('| step |')).length;
    expect(text).toContain(`… and ${1200 + 4 + 1 - shown} omitted`);
  });
});

/** Every text as long and as awkward as it can be. */
function withMuch(): Report {
  const awkward = '|`<'.repeat(200);
  const report = hostileReport(awkward);
  const many = <T>(value: T) => Array.from({ length: 400 }, () => value);
  return {
    ...report,
    thresholds: many(report.thresholds[0]!),
    checks: many(report.checks[0]!),
    errors: many({ ...report.errors[0]!, class: awkward }),
    targets: many(report.targets[0]!),
    notes: many(awkward),
    verdict: { ...report.verdict, reasons: many({ kind: 'ending', text: awkward }) },
  };
}

describe.skipIf(!hasGfmTool)(`Markdown, parsed by GitHub's own parser${GFM_TOOL_HINT}`, () => {
  const HOSTILE = '<script>x</script> | `y` ** _z_ \r\n# next @octocat #1 [a](b) ~~c~~ \u{1f355} www.a.test </details>';

  it('consists of headings, tables and lists for any names', () => {
    const tags = (report: Report) => [...gfmToHtml(renderMarkdown(report)).matchAll(/<(\/?\w+)/g)].map(([tag]) => tag);
    const plainly = tags(hostileReport('plain'));
    // Code in code's stead: what backticks cannot hold is in an element of its own.
    expect(tags(hostileReport(HOSTILE))).toEqual(plainly);
    expect(new Set(plainly)).toEqual(new Set(plainly.filter((tag) => !/script|<a|<em|<del|<h1/.test(tag))));
  });

  it('shows names unchanged', () => {
    const shown = seenIn(gfmToHtml(renderMarkdown(hostileReport(HOSTILE))));
    const name = HOSTILE.replace(/\s+/g, ' ');
    for (const around of [`<h2>⚠️ INCOMPLETE: ${name}</h2>`, `<li>${name}</li>`, `<td><code>${name}</code></td>`])
      expect(shown).toContain(around);
  });

  it('keeps collapsed tables valid', () => {
    const html = gfmToHtml(renderMarkdown(wideReport(12)));
    expect(html).toMatch(/<details><summary>38 more<\/summary>\n<table>[\s\S]*<\/table>\n<\/details>/);
  });
});

import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ChosenBaseline, readBaseline } from '../../src/cli/read-baseline.ts';
import { readReport } from '../../src/report/read-report.ts';
import type { Report } from '../../src/report/report.ts';
import { reportFolderName, writeReport } from '../../src/report/write-report.ts';
import { type ComparedRun, comparedReport } from '../support/compared-report.ts';
import { type ConcludedRun, concludedRun } from '../support/concluded-run.ts';
import { tempFolder } from '../support/palaver.ts';

const made = new Map<string, Report>();
function run(id: string, rest: Partial<ComparedRun> = {}): Report {
  const known = made.get(id) ?? comparedReport({ id, seed: made.size + 1, seconds: 60, perSecond: 10, ...rest });
  made.set(id, known);
  return known;
}
const base = (): ChosenBaseline => ({
  report: run('base'),
  path: 'runs/base',
  chosen: 'set by --baseline',
  doubts: [],
});

const OWN: Readonly<Record<string, Report['verdict']>> = {
  passed: { status: 'pass', exitCode: 0, reasons: [] },
  failed: { status: 'fail', exitCode: 99, reasons: [{ kind: 'threshold', text: 'turn p95 was <slow> & more' }] },
  invalid: { status: 'invalid', exitCode: 112, reasons: [{ kind: 'invalid', text: 'inputs were sent late' }] },
  stopped: { status: 'incomplete', exitCode: 105, reasons: [{ kind: 'ending', text: 'stopped by SIGINT' }] },
  doubted: { status: 'pass', exitCode: 0, reasons: [{ kind: 'suspect', text: 'garbage was collected' }] },
};
const COMPARED = {
  same: () => run('same'),
  slower: () => run('slower', { factor: 1.3 }),
  short: () => run('short', { seconds: 20 }),
};

/** White space aside, for tables wrap; XML and HTML without their escapes. */
function words(text: string): string {
  const plain = text
    .replace(/&#124;/g, '|')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"');
  return plain
    .replace(/&amp;/g, '&')
    .replace(/\\(?=[^\w\s])/g, '')
    .replace(/\s+/g, '');
}

/** Status and exit code, as each output says them. */
function verdictsIn({ exitCode, folder, stdout, later, summary, files }: ConcludedRun) {
  const inTables = (text: string) => [
    /^verdict: ([A-Z- ]+?)(?: \(suspect\))?$/m.exec(text)![1]!.toLowerCase().replaceAll(' ', '-'),
    Number(/^exit code {2}(\d+)/m.exec(text)![1]),
  ];
  const inMarkdown = (text: string) => [
    /^## \S+ ([A-Z ]+?)(?: \(suspect\))?:/.exec(text.trim())![1]!.toLowerCase().replaceAll(' ', '-'),
    // Only a run that did not pass has it.
    Number(/\*\*exit code (\d+)\*\*/.exec(text)?.[1] ?? 0),
  ];
  const inJson = (text: string) => {
    const { verdict } = JSON.parse(text) as Report;
    return [verdict.status, verdict.exitCode];
  };
  const { status, exitCode: code } = pageModelOf(files.html!).verdict;
  const junit = /<testcase name="verdict"[^>]*?(?:\/>|>\s*<(failure|error) message="([A-Z ]+), exit code (\d+))/.exec(
    files.junit!,
  )!;
  return {
    terminal: inTables(stdout),
    tables: inTables(files.tables!),
    later: inTables(later),
    markdown: inMarkdown(files.markdown!),
    summary: inMarkdown(summary),
    json: inJson(files.json!),
    report: inJson(readFileSync(join(folder, 'report.json'), 'utf8')),
    html: [status, code],
    junit: junit[1] === undefined ? ['pass', 0] : [junit[2]!.toLowerCase().replaceAll(' ', '-'), Number(junit[3])],
    process: [JSON.parse(files.json!).verdict.status, exitCode],
  };
}

function pageModelOf(html: string) {
  const [, json] = /<script type="application\/json"[^>]*>([\s\S]*?)<\/script>/.exec(html)!;
  return JSON.parse(json!) as { verdict: Report['verdict'] };
}

describe('every output of a run with a baseline', () => {
  const cases = Object.keys(OWN).flatMap((own) => Object.keys(COMPARED).map((compared) => [own, compared] as const));

  it.each(cases)('shows the same verdict with all reasons: %s, %s', async (own, compared) => {
    const report = { ...COMPARED[compared as keyof typeof COMPARED](), verdict: OWN[own]! };
    const concluded = await concludedRun(report, base());
    const final = readReport(join(concluded.folder, 'report.json'));
    const { status, exitCode, reasons } = final.verdict;
    for (const [output, verdict] of Object.entries(verdictsIn(concluded)))
      expect([output, ...verdict]).toEqual([output, status, exitCode]);
    // A passing case of JUnit has no text; its doubts stand in the output of the suite.
    for (const { kind, text } of [...OWN[own]!.reasons, ...reasons])
      for (const [output, shown] of Object.entries({
        ...concluded.files,
        later: concluded.later,
        stdout: concluded.stdout,
      }))
        if (output !== 'junit' || exitCode !== 0 || kind === 'suspect')
          expect([output, words(shown!).includes(words(text))]).toEqual([output, true]);
    const slower = final.comparison!.rows.filter(({ outcome }) => outcome === 'slower' || outcome === 'worse');
    expect(slower.length > 0).toBe(compared === 'slower' && own !== 'invalid' ? true : compared === 'slower');
    for (const { metric, statistic } of slower)
      expect(concluded.files.junit).toMatch(
        new RegExp(`<testcase name="${metric} ${statistic}" classname="palaver.comparison"[^>]*>\\s*<failure `),
      );
    expect(existsSync(join(concluded.folder, 'comparison.json'))).toBe(true);
  });

  it('names the baseline, its time and why it was chosen', async () => {
    const concluded = await concludedRun(run('same'), base());
    const told = words(`${base().report.run.startedAt}, run base: set by --baseline`);
    for (const text of [
      concluded.stdout,
      concluded.later,
      concluded.files.markdown,
      concluded.files.html,
      concluded.summary,
    ])
      expect(words(text!)).toContain(told);
    expect(JSON.parse(concluded.files.json!).comparison.baseline).toMatchObject({ id: 'base', folder: 'runs/base' });
  });

  it('is complemented by the page next to report.json, whose path is shown', async () => {
    const { stdout, folder } = await concludedRun(run('slower'), base());
    const path = join(folder, 'report.html');
    expect(stdout).toMatch(new RegExp(`^report     ${folder}\nHTML       ${path}$`, 'm'));
    expect(pageModelOf(readFileSync(path, 'utf8')).verdict).toMatchObject({ status: 'regression', exitCode: 111 });
  });

  it('reports that the page could not be written, and keeps the report', async () => {
    const reportDir = tempFolder();
    const taken = join(reportDir, reportFolderName(run('same').run), 'report.html');
    mkdirSync(taken, { recursive: true });
    const { files, ...concluded } = await concludedRun(run('same'), base(), [], reportDir);
    for (const [output, verdict] of Object.entries(verdictsIn({ files, ...concluded })))
      expect([output, ...verdict]).toEqual([output, 'incomplete', 1]);
    expect(concluded.stderr).toContain(`warning: cannot write ${taken}`);
    expect(concluded.stdout).not.toContain('HTML       ');
  });

  it('has no page with --no-html', async () => {
    const { stdout, folder } = await concludedRun(run('same'), base(), [], tempFolder(), { noPage: true });
    expect(stdout).not.toContain('HTML       ');
    expect(existsSync(join(folder, 'report.json'))).toBe(true);
    expect(existsSync(join(folder, 'report.html'))).toBe(false);
  });

  it('reports a missing result, also in the outputs that could be written', async () => {
    const { files, ...concluded } = await concludedRun(run('same'), base(), ['csv=/proc/nowhere/steps.csv']);
    for (const [output, verdict] of Object.entries(verdictsIn({ files, ...concluded })))
      expect([output, ...verdict]).toEqual([output, 'incomplete', 1]);
    expect(words(concluded.later)).toContain(words('cannot write /proc/nowhere/steps.csv'));
    expect(concluded.stderr).toContain('warning: cannot write /proc/nowhere/steps.csv');
  });

  it('is suspect without a baseline, and every output says that nothing was compared', async () => {
    const chosen = 'no baseline yet: baseline contains no runs; nothing is compared';
    const concluded = await concludedRun(run('same'), { report: undefined, chosen });
    for (const [output, verdict] of Object.entries(verdictsIn(concluded)))
      expect([output, ...verdict]).toEqual([output, 'pass', 0]);
    const { json, ...files } = concluded.files;
    for (const [output, text] of Object.entries({ ...files, later: concluded.later, summary: concluded.summary }))
      expect([output, words(text!).includes(words(chosen))]).toEqual([output, true]);
    expect(files.junit).toMatch(/<testcase name="baseline" classname="palaver.comparison"[^>]*>\s*<skipped /);
    expect(JSON.parse(json!).comparison).toEqual({ status: 'no-baseline', evidence: chosen, rows: [], warnings: [] });
    expect(JSON.parse(json!).verdict.reasons).toContainEqual({ kind: 'suspect', text: chosen });
    expect(concluded.stdout).toContain('verdict: PASS (suspect)');
    expect(existsSync(join(concluded.folder, 'comparison.json'))).toBe(false);
  });

  it('fails if a threshold failed, with or without a baseline', async () => {
    const report = { ...run('same'), verdict: OWN.failed! };
    const concluded = await concludedRun(report, { report: undefined, chosen: 'no baseline yet' });
    for (const [output, verdict] of Object.entries(verdictsIn(concluded)))
      expect([output, ...verdict]).toEqual([output, 'fail', 99]);
  });

  it('shows why no comparison was possible', async () => {
    const { timeline, ...rest } = run('base');
    const damaged = timeline.blocks.map((block) => ({
      ...block,
      steps: block.steps.map((step) => ({ ...step, turn: 'damaged' })),
    }));
    const baseline = { ...base(), report: { ...rest, timeline: { ...timeline, blocks: damaged } } };
    const concluded = await concludedRun(run('same'), baseline);
    for (const [output, verdict] of Object.entries(verdictsIn(concluded)))
      expect([output, ...verdict]).toEqual([output, 'not-comparable', 112]);
    expect(words(concluded.later)).toContain(words('no comparison with the baseline: '));
    expect(concluded.files.junit).toMatch(/<testcase name="baseline" classname="palaver.comparison"[^>]*>\s*<error /);
    expect(existsSync(join(concluded.folder, 'comparison.json'))).toBe(false);
  });
});

describe('the next baseline', () => {
  it('is never a run with a regression: the same slower bot is reported twice', async () => {
    const runs = tempFolder();
    const day = (report: Report, date: string): Report => ({
      ...report,
      run: { ...report.run, startedAt: `2026-02-${date}T10:00:00.000Z` },
    });
    writeReport(runs, day(run('base'), '01'));
    const name = run('base').scenario.name;
    const first = await concludedRun(day(run('slower', { factor: 1.3 }), '02'), readBaseline(runs, name), [], runs);
    expect(first.exitCode).toBe(111);
    const chosen = readBaseline(runs, name);
    expect(chosen.report?.run.id).toBe('base');
    expect(chosen.chosen).toBe('latest of 1 passed run of "restaurant booking" (skipped: 1 regression)');
    const again = await concludedRun(day(run('slow again', { factor: 1.3 }), '03'), chosen, [], runs);
    expect(again.exitCode).toBe(111);
    expect(again.stdout.replace(/\s+/g, ' ')).toContain('(skipped: 1 regression)');
  });

  it('may be named although it did not pass, with a warning in every output', async () => {
    const runs = tempFolder();
    const folder = writeReport(runs, { ...run('base'), verdict: OWN.failed! });
    const concluded = await concludedRun(run('same'), readBaseline(folder, 'whatever'));
    expect(concluded.exitCode).toBe(0);
    for (const text of [
      concluded.stdout,
      concluded.later,
      concluded.files.junit,
      concluded.files.markdown,
      concluded.files.html,
    ])
      expect(words(text!)).toContain(words('baseline run base did not pass (verdict: fail)'));
  });
});

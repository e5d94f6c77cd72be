import { describe, expect, it } from 'vitest';
import { renderJunit } from '../../../src/render/junit/render-junit.ts';
import { xmlDocument, xmlElement } from '../../../src/render/junit/xml.ts';
import type { Report } from '../../../src/report/report.ts';
import { coarseReport } from '../../support/coarse-report.ts';
import { expectGolden } from '../../support/golden.ts';
import { hostileReport } from '../../support/hostile-report.ts';
import { sampleReport } from '../../support/sample-report.ts';
import { hasXmlTool, validateJunit, XML_TOOL_HINT, xpath } from '../../support/xml-tool.ts';

/** Half a character, control characters, an end that must not stand in a text. */
const HOSTILE = '<b>"x"</b> & ]]> \u0000\u0007\u001b[31m\r\n\tnext \ud83c \udf55 \ufffe | `y` \u{1f355}';

const failed = sampleReport(400);
const SAMPLES: readonly (readonly [string, Report])[] = [
  ['failed', failed],
  ['few-turns', sampleReport(12)],
  ['coarse', coarseReport(['turn{step="hello"} p50 < 950ms', 'turn p50 < 2s'])],
  ['passed', coarseReport(['turn p50 < 2s'])],
];

const withChecks = (...checks: Report['checks']): Report => ({ ...failed, checks });
const check = { target: 'eu.west', conversation: 'book a table', step: 'hello' };

describe('JUnit XML', () => {
  it.each(SAMPLES)('of a run: %s', (name, report) => {
    expectGolden(`junit-${name}.xml`, renderJunit(report));
  });

  it('reports errors without data to evaluate, and failures otherwise', () => {
    const text = renderJunit({ ...failed, verdict: { ...failed.verdict, status: 'invalid', exitCode: 112 } });
    expect(text).toContain(
      '<failure message="first_output{step=&quot;hello&quot;} p(95) &lt; 500ms: 913 ms, exceeds the limit by 413 ms (83 %)" type="fail">',
    );
    expect(text).toContain(': no data" type="no-data">');
    expect(text).toContain('<error message="INVALID, exit code 112: the measurement is invalid" type="invalid">');
  });

  it('shows in how many turns a check failed', () => {
    const text = renderJunit(withChecks({ ...check, passed: 995, failed: 5 }, { ...check, passed: 9, failed: 0 }));
    expect(text).toContain('tests="2" failures="1" errors="0" skipped="0"');
    expect(text).toContain('5 of 1000 turns (0.5 %) did not get the reply that the step expects');
    expect(text).toContain('classname="palaver.checks.eu_west.book a table"');
  });

  it('shows the expected and actual reply of a failed check', () => {
    const failure = 'expected a reply that contains "table", got "<nothing> & more"';
    const text = renderJunit(withChecks({ ...check, passed: 9, failed: 1, failure }));
    const escaped = 'expected a reply that contains &quot;table&quot;, got &quot;&lt;nothing&gt; &amp; more&quot;';
    expect(text).toContain(`did not get the reply that the step expects, first: ${escaped}"`);
    expect(text).toContain('first failure: expected a reply that contains "table", got "&lt;nothing');
  });

  it('skips a check that was never evaluated', () => {
    const text = renderJunit(withChecks({ ...check, passed: 0, failed: 0 }));
    expect(text).toContain('<skipped message="no turn of this step was answered"/>');
  });

  it('gives the verdict the duration of the run, and thresholds none: their values are properties', () => {
    const text = renderJunit(failed);
    expect(text).toContain('name="first_output p(95) &lt; 1500ms" classname="palaver.thresholds" time="0.000"');
    expect(text).toContain('name="threshold.first_output p(95) &lt; 1500ms" value="939 ms, 37 % to spare"');
    expect(text).toMatch(/name="turn\{.*p\(99\).*time="0\.000"/);
    expect(text).toContain('name="turns_timed_out == 0" classname="palaver.thresholds" time="0.000"');
    expect(text).toContain('name="verdict" classname="palaver.run" time="45.000"');
  });
});

describe.skipIf(!hasXmlTool)(`JUnit XML, parsed by libxml2${XML_TOOL_HINT}`, () => {
  it.each([...SAMPLES, ['hostile', hostileReport(HOSTILE)] as const])('keeps to the schema: %s', async (_, report) => {
    await validateJunit(renderJunit(report));
  });

  it('is rejected by the schema if it is wrong', async () => {
    const text = renderJunit(failed);
    for (const [right, wrong] of [
      [' hostname="localhost"', ''],
      ['T14:25:00"', 'T14:25:00.000Z"'],
      ['time="45.000"', 'time="45.0001"'],
      ['<system-err/>', ''],
    ] as const) {
      expect(text).toContain(right);
      await expect(validateJunit(text.replace(right, wrong))).rejects.toThrow('fails to validate');
    }
  });

  it('has counts that match its suites', async () => {
    const text = renderJunit(failed);
    for (const [attribute, path] of [
      ['tests', '//testcase'],
      ['failures', '//failure'],
      ['errors', '//error'],
      ['skipped', '//skipped'],
    ] as const)
      expect(await xpath(text, `sum(//testsuite/@${attribute}) = count(${path})`)).toBe('true');
    expect(await xpath(text, 'count(//testsuite)')).toBe('3');
    expect(await xpath(text, 'string(//property[@name="run.seed"]/@value)')).toBe('42');
    expect(await xpath(text, 'string(//property[@name="target.eu"]/@value)')).toBe('wss://endpoint.example.test/…1a2b');
  });

  it('round-trips texts, apart from characters that XML cannot contain', async () => {
    const text = xmlDocument(xmlElement('root', { name: HOSTILE }, HOSTILE));
    const held = HOSTILE.replace(/(?![\t\r\n])\p{Cc}|\ufffe|\p{Surrogate}/gu, '\ufffd');
    expect(await xpath(text, 'string(/root/@name)')).toBe(held);
    expect(await xpath(text, 'string(/root)')).toBe(held);
  });
});

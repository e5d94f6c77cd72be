import type { Report } from '../../report/report.ts';
import { describeRun } from '../describe-run.ts';
import { errorLines } from '../error-causes.ts';
import { nameCheck } from '../tables/name-check.ts';
import { placeValues } from '../tables/place-table.ts';
import { checkCase } from './check-case.ts';
import { comparisonCases } from './comparison-case.ts';
import { secondsOf, type TestCase, testCase } from './test-case.ts';
import { thresholdCase } from './threshold-case.ts';
import { verdictCase } from './verdict-case.ts';
import { type Xml, xmlDocument, xmlElement } from './xml.ts';

interface Suite {
  readonly name: string;
  readonly cases: readonly TestCase[];
  readonly output?: string;
  /** Measured values, by name. */
  readonly values?: Readonly<Record<string, string>>;
}

/**
 * The report as JUnit XML: suites of thresholds, of the checks of each conversation at each target, of the metrics compared
 * with a baseline, and of the whole run, whose output has its facts and doubts. Each names the run in its properties. Valid
 * by the schemas of Ant's tasks and of Jenkins.
 */
export function renderJunit(report: Report): string {
  const thresholds = {
    name: 'palaver thresholds',
    cases: report.thresholds.map(thresholdCase),
    values: Object.fromEntries(report.thresholds.map(({ expression, text }) => [`threshold.${expression}`, text])),
  };
  const run = {
    name: 'palaver run',
    cases: [verdictCase(report)],
    output: outputOf(report),
    values: placeValues(report),
  };
  const suites = [thresholds, ...checkSuites(report), ...comparisonSuites(report), run].filter(
    ({ cases }) => cases.length > 0,
  );
  return xmlDocument(
    xmlElement(
      'testsuites',
      {},
      suites.map((suite, index) => suiteElement(suite, index, report)),
    ),
  );
}

function checkSuites(report: Report): Suite[] {
  const suites = new Map<string, TestCase[]>();
  for (const check of report.checks) {
    const name = `palaver checks, ${check.target}: ${nameCheck(check).conversation}`;
    const cases = suites.get(name) ?? [];
    cases.push(checkCase(check, report));
    suites.set(name, cases);
  }
  return [...suites].map(([name, cases]) => ({ name, cases }));
}

function comparisonSuites({ comparison }: Report): Suite[] {
  if (!comparison) return [];
  return [{ name: 'palaver comparison', cases: comparisonCases(comparison) }];
}

function suiteElement({ name, cases, output = '', values }: Suite, id: number, report: Report): Xml {
  const count = (wanted: TestCase['outcome']['kind']) => cases.filter(({ outcome }) => outcome.kind === wanted).length;
  const attributes = {
    name,
    package: 'palaver',
    id,
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
    time: secondsOf(cases.reduce((sum, { durationMs = 0 }) => sum + durationMs, 0)),
    // Ant accepts neither a fraction nor a time zone; this is UTC.
    timestamp: report.run.startedAt.slice(0, '2026-01-31T14:25:00'.length),
    // The value for an unknown host; a report does not name it.
    hostname: 'localhost',
  };
  const streams = [xmlElement('system-out', {}, output), xmlElement('system-err', {})];
  return xmlElement('testsuite', attributes, [propertiesOf(report, values), ...cases.map(testCase), ...streams]);
}

function propertiesOf({ run, tool, scenario, targets, places }: Report, more: Suite['values']): Xml {
  const named: Readonly<Record<string, string | undefined>> = {
    'run.id': run.id,
    'run.name': run.name,
    'run.startedAt': run.startedAt,
    'run.seed': String(run.seed),
    'run.commit': run.commit,
    'run.branch': run.branch,
    'run.jobUrl': run.jobUrl,
    tool,
    scenario: scenario.name,
    'scenario.sha256': scenario.sha256,
    places: places?.map(({ place }) => place).join(', '),
    ...more,
    ...Object.fromEntries(targets.map(({ name, address }) => [`target.${name}`, address])),
    ...Object.fromEntries(Object.entries(run.tags).map(([tag, value]) => [`tag.${tag}`, value])),
  };
  return xmlElement(
    'properties',
    {},
    Object.entries(named).flatMap(([name, value]) =>
      value === undefined ? [] : [xmlElement('property', { name, value })],
    ),
  );
}

function outputOf(report: Report): string {
  const doubts = report.verdict.reasons.filter(({ kind }) => kind === 'suspect').map(({ text }) => `(suspect) ${text}`);
  const facts = describeRun(report).map(([label, text]) => `${label}: ${text}`);
  return [...facts, ...doubts, ...report.notes, ...errorsOf(report)].join('\n');
}

/** Errors by class and cause: those of connections and of turns without a reply fail no check. */
function errorsOf({ errors }: Report): readonly string[] {
  return errors.flatMap((error) =>
    errorLines(error, Number.POSITIVE_INFINITY).map(
      ({ count, text, when }) =>
        `${error.target}: ${error.class} × ${count}: ${text}${when === undefined ? '' : ` (${when})`}`,
    ),
  );
}

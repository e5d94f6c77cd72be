import { formatDurationMs } from '../platform/time/duration.ts';
import type { Report } from '../report/report.ts';
import { SUMMARY_TITLE } from './comparison/comparison-summary.ts';
import { describeRun } from './describe-run.ts';
import { markdownComparison } from './markdown/comparison-section.ts';
import { markdownChecks, markdownErrors, markdownThresholds } from './markdown/findings-sections.ts';
import { markdownGenerators } from './markdown/generators-section.ts';
import { code, markdownText } from './markdown/inline.ts';
import { markdownPlaces } from './markdown/places-section.ts';
import { markdownRegions } from './markdown/regions-section.ts';
import { markdownSteps } from './markdown/steps-section.ts';
import { markdownVerdict } from './markdown/verdict-section.ts';
import { describePlaces } from './tables/place-table.ts';

/**
 * GitHub accepts 65,536 characters in a comment, and the posting tool may add some. A job summary (1 MiB per step) has space
 * for that in any script.
 */
export const MAX_CHARACTERS = 60_000;
/** Maximum lines per table and list; the first value that fits is used. */
const LINES_TO_TRY = [Number.POSITIVE_INFINITY, 500, 200, 100, 50, 20, 10, 5, 2] as const;
/** Totals above the tables. */
const SUMS: ReadonlySet<string> = new Set(['conversations', 'turns', 'connections']);

type Section = (report: Report, most: number) => string;

const SECTIONS: readonly { readonly heading: string; readonly write: Section }[] = [
  { heading: 'Thresholds', write: markdownThresholds },
  { heading: SUMMARY_TITLE, write: markdownComparison },
  { heading: 'Targets, best first', write: markdownRegions },
  { heading: 'Places', write: markdownPlaces },
  { heading: 'Latency', write: markdownSteps },
  { heading: 'Load generators', write: markdownGenerators },
  { heading: 'Failures', write: markdownErrors },
  { heading: 'Failed checks', write: markdownChecks },
];

/** The report for a pull request, in GitHub's Markdown: the verdict first. Limited to the size of a comment. */
export function renderMarkdown(report: Report): string {
  for (const most of LINES_TO_TRY) {
    const text = renderWith(report, most);
    if (text.length <= MAX_CHARACTERS) return text;
  }
  // Names are truncated and lines are few: only an artificial report can get here.
  const { comparison, ...rest } = report;
  return renderWith({ ...rest, groups: [], thresholds: [], errors: [], checks: [], targets: [] }, 2);
}

function renderWith(report: Report, most: number): string {
  const sections = SECTIONS.map(({ heading, write }) => ({ heading, text: write(report, most) }));
  return [
    markdownVerdict(report, most),
    whatWasRun(report, most),
    ...sections.filter(({ text }) => text !== '').map(({ heading, text }) => `### ${heading}\n\n${text}`),
  ]
    .join('\n\n')
    .concat('\n');
}

function whatWasRun(report: Report, most: number): string {
  const { run, load, targets, tool } = report;
  const sums = describeRun(report).filter(([label]) => SUMS.has(label));
  const shown = targets.slice(0, most).map(({ name, address }) => `${markdownText(name)} ${code(address)}`);
  const facts = [
    markdownText(load.description),
    ...shown,
    ...describePlaces(report).map(([label, text]) => markdownText(`${label} ${text}`)),
    ...(targets.length > shown.length ? [`${targets.length - shown.length} more targets`] : []),
    markdownText(`seed ${run.seed}`),
    formatDurationMs(run.durationMs),
    markdownText(`run ${run.id}, ${run.startedAt}`),
    ...(run.commit === undefined ? [] : [markdownText(`commit ${run.commit}`)]),
    markdownText(tool),
  ];
  return [...sums.map(([label, text]) => `${label}: ${markdownText(text)}`), facts.join(' · ')].join('<br>\n');
}

import { formatDurationMs } from '../../platform/time/duration.ts';
import { describeEnd } from '../../report/describe-end.ts';
import type { Report } from '../../report/report.ts';
import { describeRun } from '../describe-run.ts';

type Fact = readonly [label: string, text: string];

/** Digits of a checksum, enough to distinguish two scenarios. */
const SHORT_SUM = 12;

/** A run at more targets than that names them without their addresses. */
const MAX_ADDRESSES = 3;

/** What a reader must know before any number: where, how much, how long and when. */
export function pageSummary(report: Report, running: boolean): Fact[] {
  const { run, load, targets } = report;
  const [only] = targets;
  const names = targets.map(({ name, address }) => (targets.length > MAX_ADDRESSES ? name : `${name}: ${address}`));
  return [
    targets.length === 1 ? ['target', only!.address] : ['targets', names.join(', ')],
    ['load', load.description],
    ['duration', describeLength(run, running).replace(/^lasted /, '')],
    ['date', `${clock(run.startedAt)} UTC`],
  ];
}

/** Which run it was, what it did and what came of it. */
export function pageFacts(report: Report, running: boolean): Fact[] {
  const { run, scenario, tool, generator } = report;
  const tags = Object.entries(run.tags).map(([key, value]) => `${key}=${value}`);
  return [
    ['run', run.id],
    ['started', `${clock(run.startedAt)} UTC, ${describeLength(run, running)}`],
    ...optional('ended by', running ? undefined : describeEnding(run)),
    ...describeRun(report),
    ['scenario', `${scenario.name}, sha256 ${scenario.sha256.slice(0, SHORT_SUM)}`],
    ['seed', String(run.seed)],
    ...optional('tags', tags.length > 0 ? tags.join(', ') : undefined),
    ...optional('commit', run.commit),
    ...optional('branch', run.branch),
    ...optional('job', run.jobUrl),
    ['made by', [tool, `Node ${generator.node}`, generator.platform].filter((part) => part).join(', ')],
  ];
}

function describeLength({ durationMs, measuredMs }: Report['run'], running: boolean): string {
  const length = formatDurationMs(durationMs);
  if (running) return `${length} ago`;
  const part = measuredMs !== undefined && measuredMs < durationMs;
  return `lasted ${length}${part ? `, measured ${formatDurationMs(measuredMs)} of it` : ''}`;
}

function describeEnding(run: Report['run']): string {
  return run.partial ? `${describeEnd(run)}, before its planned end` : describeEnd(run);
}

/** `2026-01-31 14:25:00` of an instant in ISO 8601. */
function clock(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ');
}

function optional(label: string, text: string | undefined): Fact[] {
  return text === undefined ? [] : [[label, text]];
}

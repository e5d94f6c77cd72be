import { counted } from '../../platform/group-thousands.ts';
import type { Report } from '../../report/report.ts';
import { painter } from '../paint.ts';
import { HASHED_NOTE, traceHeading, traceText } from './trace-text.ts';

const plain = painter(false);

/** The traced conversations of a run as a text file. */
export function renderTraces({ run, traces = [] }: Pick<Report, 'run' | 'traces'>): string {
  const head = [
    `Trace of run ${run.id} (${run.name}), ${run.startedAt}: ${counted(traces.length, 'conversation')}.`,
    'Times are seconds since the start of each conversation.',
    ...(traces.some(({ hashed }) => hashed) ? [HASHED_NOTE] : []),
  ];
  const parts = traces.map((trace) => [
    traceHeading(trace),
    ...trace.lines.map((line) => traceText(line, plain)),
    ...(trace.omitted === undefined ? [] : [`${counted(trace.omitted, 'line')} omitted to limit the size`]),
    ...(trace.outcome === undefined ? ['still running when this was written'] : []),
  ]);
  return [head, ...parts].map((lines) => `${lines.join('\n')}\n`).join('\n');
}

import {
  type QuantilesOverTime,
  sendLagQuantiles,
  timelineQuantiles,
} from '../../../measure/histogram/timeline-quantiles.ts';
import type { Report } from '../../../report/report.ts';
import { blockLengthMs } from '../../hdr/block-length.ts';
import { chartedRows } from '../charted-rows.ts';
import type { QuantileColumns, RowModel, TimelineModel } from '../page-model.ts';
import { endedTurns, failedConnections, failedTurns } from '../turns-of-block.ts';

type Block = Report['timeline']['blocks'][number];

/** The timeline as columns. Throws a KnownError where a histogram is damaged. */
export function timelineModel(report: Report, rows: readonly RowModel[]): TimelineModel {
  const { blocks, blockMs } = report.timeline;
  const lengthMs = ({ startMs }: Block) => blockLengthMs(report, startMs);
  const perSecond = (count: (block: Block) => number) =>
    blocks.map((block) => rounded((count(block) / lengthMs(block)) * 1000));
  return {
    blockMs,
    startMs: blocks.map(({ startMs }) => startMs),
    phases: blocks.map(({ phase }) => phase),
    activeVus: blocks.map((block) => rounded((block.activeVus * blockMs) / lengthMs(block))),
    arrivals: perSecond(({ arrivals }) => arrivals),
    turns: perSecond(endedTurns),
    failedTurns: perSecond(failedTurns),
    failedConnections: perSecond(failedConnections),
    whole: wholeOf(report),
    ...sendLagOf(report),
    rows: quantilesOf(report, chartedRows(rows)),
  };
}

function wholeOf({ timeline: { blocks }, run }: Report): TimelineModel['whole'] {
  const sum = (count: (block: Block) => number) => blocks.reduce((total, block) => total + count(block), 0);
  const perSecond = (count: (block: Block) => number) =>
    run.durationMs > 0 ? rounded((sum(count) / run.durationMs) * 1000) : 0;
  return {
    activeVus: rounded(Math.max(0, ...blocks.map(({ activeVus }) => activeVus))),
    arrivals: perSecond(({ arrivals }) => arrivals),
    turns: perSecond(endedTurns),
    failedTurns: sum(failedTurns),
    failedConnections: sum(failedConnections),
  };
}

function sendLagOf({ timeline }: Report): Pick<TimelineModel, 'sendLag'> {
  const quantiles = sendLagQuantiles(timeline);
  return isEmpty(quantiles) ? {} : { sendLag: columnsOf(quantiles) };
}

function quantilesOf({ timeline }: Report, rows: readonly RowModel[]): TimelineModel['rows'] {
  const quantiles = timelineQuantiles(timeline, rows.map(groupOf));
  return rows.flatMap(({ id }, index) => {
    const { firstOutput, firstOutputLow, turn } = quantiles[index]!;
    if (isEmpty(firstOutput) && isEmpty(turn)) return [];
    return [
      {
        row: id,
        firstOutput: columnsOf(firstOutput),
        ...(!isEmpty(firstOutputLow) && { firstOutputLowP95: columnsOf(firstOutputLow).p95 }),
        turn: columnsOf(turn),
      },
    ];
  });
}

/** Which steps of the timeline a row is the sum of. */
function groupOf({ kind, target, conversation, label }: RowModel) {
  if (kind === 'place') return { place: label, ...(target !== '' && { target }) };
  return {
    ...(kind !== 'all' && { target }),
    ...((kind === 'conversation' || kind === 'step') && { conversation }),
    ...(kind === 'step' && { step: label }),
  };
}

function isEmpty({ p50 }: QuantilesOverTime): boolean {
  return p50.every((value) => value === null);
}

function columnsOf({ p50, p95, p99 }: QuantilesOverTime): QuantileColumns {
  const shorten = (values: readonly (number | null)[]) => values.map((value) => value && rounded(value));
  return { p50: shorten(p50), p95: shorten(p95), p99: shorten(p99) };
}

/** Four digits: histograms of the timeline know two. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

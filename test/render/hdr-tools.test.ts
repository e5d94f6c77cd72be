import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { QuantileName } from '../../src/measure/histogram/quantile.ts';
import { timelineQuantiles } from '../../src/measure/histogram/timeline-quantiles.ts';
import { rendererOf } from '../../src/render/renderers.ts';
import type { Metrics, Trend } from '../../src/report/metric-schema.ts';
import { readReport } from '../../src/report/read-report.ts';
import type { Report } from '../../src/report/report.ts';
import { HDR_TOOL_HINT, HdrTool, hasHdrTool } from '../support/hdr-tool.ts';
import { sampleReport } from '../support/sample-report.ts';

const REAL = new URL('../../reports/sample/report.json', import.meta.url).pathname;
const NAMES: readonly QuantileName[] = ['p50', 'p75', 'p90', 'p95', 'p99', 'p99_9'];

const folder = mkdtempSync(join(tmpdir(), 'palaver-hlog-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function logOf(report: Report, name: string): string {
  const path = join(folder, `${name}.hlog`);
  writeFileSync(path, rendererOf('hlog')(report, {}));
  return path;
}

function trendIn(metrics: Metrics, name: string): Trend {
  const metric = metrics[name];
  if (metric?.kind !== 'trend') throw new Error(`no trend ${name}`);
  return metric;
}

const usOf = (ms: number | null) => Math.round(ms! * 1000);

let tool: HdrTool;

/** The report knows the maximum exactly; beyond it no quantile of its own goes. */
async function expectSame(log: string, tag: string, trend: Trend): Promise<void> {
  const { count, percentiles } = await tool.processTag(log, tag);
  expect([tag, count]).toEqual([tag, trend.count]);
  const theirs = NAMES.map((name) => Math.min(percentiles[name], usOf(trend.max)));
  expect([tag, ...theirs]).toEqual([tag, ...NAMES.map((name) => usOf(trend[name]))]);
}

describe.skipIf(!hasHdrTool)(`HdrHistogram itself, in Java${HDR_TOOL_HINT}`, () => {
  beforeAll(() => {
    tool = new HdrTool();
  });
  afterAll(() => tool.close());

  const real = readReport(REAL);
  const realLog = logOf(real, 'real');
  const failed = sampleReport(400);
  const failedLog = logOf(failed, 'failed');

  it('reads every line of a log, and finds the written tags', async () => {
    for (const [report, path] of [
      [real, realLog],
      [failed, failedLog],
    ] as const) {
      const written = new Set(rendererOf('hlog')(report, {}).match(/(?<=^Tag=)[^,]+/gm));
      expect(await tool.listTags(path)).toEqual([...written].sort());
    }
  });

  it.each(['connect', 'first_output', 'reply{position:2}', 'turn', 'turn_intended', 'send_lag'])(
    'computes the same percentiles of %s of a real run',
    (name) => expectSame(realLog, name, trendIn(real.metrics, name)),
  );

  it('computes the same percentiles for each step', async () => {
    const steps = real.groups.filter(({ conversation, step }) => conversation === 'book a table' && step !== undefined);
    expect(steps.length).toBeGreaterThan(3);
    for (const { target, step, metrics } of steps) {
      const place = `target:${target};conversation:book%20a%20table;step:${encodeURIComponent(step!)}`;
      await expectSame(realLog, `turn{${place}}`, trendIn(metrics, 'turn'));
    }
  });

  it('reads the lower bounds, each within a bucket', async () => {
    const { percentiles, count } = await tool.processTag(realLog, 'first_output{bound:lower}');
    const trend = trendIn(real.metrics, 'first_output');
    expect(count).toBe(trend.count);
    for (const name of NAMES) {
      const lowest = usOf(trend.bounds![name]![0]);
      expect(percentiles[name]).toBeGreaterThanOrEqual(lowest);
      expect(percentiles[name]).toBeLessThanOrEqual(lowest * 1.001 + 1);
    }
  });

  it('merges intervals to the quantiles over time', async () => {
    const { counts, percentiles } = await tool.processTag(failedLog, 'turn{part:block}');
    const { blocks } = failed.timeline;
    expect(counts).toHaveLength(blocks.filter(({ steps }) => steps.some(({ turn }) => turn !== undefined)).length);
    expect(counts.reduce((sum, count) => sum + count)).toBe(790);
    const [whole] = timelineQuantiles(failed.timeline, [{}], { blocksPerPoint: blocks.length });
    for (const name of ['p50', 'p95', 'p99'] as const) expect(percentiles[name]).toBe(usOf(whole!.turn[name][0]!));
  });

  it.each([
    ['hgrm', 'first_output'],
    ['hgrm-turn', 'turn'],
  ])('prints the table of %s exactly', async (type, tag) => {
    for (const [report, path] of [
      [real, realLog],
      [failed, failedLog],
    ] as const) {
      const text = rendererOf(type)(report, {});
      expect(text.slice(text.indexOf('       Value'))).toBe(await tool.distributionOf(path, tag, 1000));
    }
  });
});

import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { QuantileName } from '../../src/measure/histogram/quantile.ts';

/** HdrHistogram itself, in Java, as Debian packs it. */
const JAR = '/usr/share/java/hdrhistogram.jar';
const PROCESSOR = 'org.HdrHistogram.HistogramLogProcessor';
/** It starts in a third of the time so. */
const QUICK_START = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

/** In CI the tests run whatever is there, and fail where it is missing. */
export const hasHdrTool = existsSync(JAR) || process.env.CI === 'true';
export const HDR_TOOL_HINT = ' (needs apt-get install libhdrhistogram-java default-jre-headless)';

/** What HdrHistogram's own log processor makes of one tag of a log, in the unit of the values. */
export interface ProcessedTag {
  readonly count: number;
  readonly max: number;
  readonly percentiles: Readonly<Record<QuantileName, number>>;
  /** Of each interval, in order. */
  readonly counts: readonly number[];
}

export async function listTags(logFile: string): Promise<string[]> {
  const { stdout } = await runProcessor('-i', logFile, '-listtags');
  return stdout.trim().split('\n').slice(1);
}

/** The distribution as the processor prints it, without what it says of its own run before. */
export async function distributionOf(logFile: string, tag: string, unit: number): Promise<string> {
  const { stdout } = await runProcessor('-i', logFile, '-tag', tag, '-outputValueUnitRatio', String(unit));
  return stdout.slice(stdout.indexOf('       Value'));
}

/** Percentiles of all intervals of the tag together, and how many values each interval holds. */
export async function processTag(logFile: string, tag: string): Promise<ProcessedTag> {
  const folder = mkdtempSync(join(tmpdir(), 'palaver-hdr-'));
  try {
    const out = join(folder, 'out');
    await runProcessor('-csv', '-i', logFile, '-o', out, '-tag', tag, '-outputValueUnitRatio', '1');
    const intervals = rowsOf(out);
    const distribution = rowsOf(`${out}.hgrm`);
    // Columns: end, interval: count, 50 %, 90 %, max, total: count, 50 %, 90 %, 99 %, 99.9 %, 99.99 %, max.
    const [, , , , , count, p50, p90, p99, p99_9, , max] = intervals.at(-1)!;
    const at = (level: number) => distribution.find(([, reached]) => reached! >= level)![0]!;
    const percentiles = { p50: p50!, p75: at(0.75), p90: p90!, p95: at(0.95), p99: p99!, p99_9: p99_9! };
    return { count: count!, max: max!, percentiles, counts: intervals.map(([, own]) => own!) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The rows of numbers of a CSV file. */
function rowsOf(path: string): number[][] {
  const rows = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => /^\d/.test(line));
  return rows.map((line) => line.split(',').map(Number));
}

function runProcessor(...args: string[]) {
  return promisify(execFile)('java', [...QUICK_START, '-cp', JAR, PROCESSOR, ...args], { maxBuffer: 2 ** 26 });
}

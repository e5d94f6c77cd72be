import type { RateStage } from '../../load/load-profile.ts';
import { parseRate } from '../../load/rate.ts';
import { readUtf8File } from '../../platform/files/read-file.ts';
import { KnownError } from '../../platform/known-error.ts';
import { LIMITS } from '../../platform/limits.ts';
import { parseDurationMs } from '../../platform/time/duration.ts';
import { readCsvRows } from '../data/csv-rows.ts';
import type { FindFile } from '../data/named-files.ts';
import type { Row } from '../scenario.ts';

interface Point {
  readonly timeMs: number;
  readonly ratePerSecond: number;
}

/**
 * An arrival rate over time from a CSV file: the line `time,rate`, then a line per point.
 *
 *     time = duration | seconds         from the start; the first is 0, in ascending order
 *     rate = rate | number              10/s, 300/min; a bare number is per second
 *
 * The rate is interpolated linearly between points; two points of the same time are a jump. The last point ends the load.
 * @throws KnownError with the row.
 */
export function parseReplay(text: string, file: string): readonly RateStage[] {
  const { columns, rows } = readCsvRows(text, file);
  const missing = ['time', 'rate'].find((name) => !columns.includes(name));
  if (missing !== undefined) throw wrong(file, `has no column ${missing}`);
  const points = rows.map((row, index) => readPoint(row, index + 1, file));
  if (points[0]?.timeMs !== 0) throw wrong(file, 'must start at time 0 (row 1)');
  return points.map(({ timeMs, ratePerSecond }, index) => {
    const durationMs = timeMs - (points[index - 1]?.timeMs ?? 0);
    if (durationMs < 0) throw wrong(file, `goes back in time in row ${index + 1} (${rows[index]?.time})`);
    return { durationMs, ratePerSecond };
  });
}

/** `parseReplay` on a file of the scenario. */
export function readReplay(file: string, find: FindFile): readonly RateStage[] {
  return parseReplay(
    readUtf8File(find(file, 'replay file'), 'replay file', LIMITS.feedBytes).replace(/^\uFEFF/, ''),
    file,
  );
}

function readPoint({ time, rate }: Row, row: number, file: string): Point {
  const timeMs = parseDurationMs(String(time), { bareSeconds: true });
  const ratePerSecond = parseRate(String(rate), { barePerSecond: true });
  if (timeMs === undefined) throw wrong(file, `has no time in row ${row}: "${time}"`);
  if (ratePerSecond === undefined) throw wrong(file, `has no rate in row ${row}: "${rate}"`);
  return { timeMs, ratePerSecond };
}

function wrong(file: string, what: string): KnownError {
  return new KnownError(`the replay file ${file} ${what}`, {
    hint: 'use "time,rate" as the first line, then a line per point in ascending time, such as 0s,1/s and 30s,10/s',
  });
}

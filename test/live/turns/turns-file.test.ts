import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { TurnsFile } from '../../../src/live/turns-file.ts';
import { TurnOutlet } from '../../../src/measure/turns/turn-outlet.ts';
import { eventually } from '../../support/eventually.ts';
import { tempFolder } from '../../support/palaver.ts';
import { recorderOf } from '../../support/sample-run.ts';
import { slowFile } from '../../support/slow-reader.ts';
import { streamedTurn } from '../../support/streamed-turn.ts';
import { readTurns, turnsFrom } from '../../support/turns-file.ts';

const { table, recorder } = recorderOf();
const RUN = { run: 'plv-test', name: 'booking', startedAt: '2026-01-31T14:25:00.000Z' };

const QUIET = { keepTexts: false, onNotice() {} };

/** A file of turns with its header, and what it told the person who watches. */
async function begun(path: string, { workers = 1, keepTexts = false } = {}) {
  const notices: string[] = [];
  const file = await TurnsFile.open(path, { keepTexts, onNotice: (message) => notices.push(message) });
  const windows = [{ fromMs: 0, toMs: Number.POSITIVE_INFINITY }];
  const run = { recorder, activeVus: 0, startUs: 0, windows, workers, elapsedMs: () => 0, findings: { errors: [] } };
  file.begin({ ...run, shards: [] }, { ...RUN, scenario: 'booking', version: '0.1.0' });
  return { file, notices };
}

/** A load thread that hands over so many turns: all of them, or all it may. */
function handOver(file: TurnsFile, vu: number, count: number, utterance = 'hello'): TurnOutlet {
  const outlet = new TurnOutlet(file.turns());
  for (let index = 0; index < count; index++) outlet.append(streamedTurn(table, { vu, index, utterance }));
  return outlet;
}

describe('a file of turns', () => {
  it.each(['turns.jsonl', 'turns.jsonl.gz'])('contains a header, every turn once and an end: %s', async (name) => {
    const path = join(tempFolder(), 'a folder that is made', name);
    const { file, notices } = await begun(path, { workers: 2 });
    for (const vu of [1, 2]) handOver(file, vu, 500).flush();
    await file.end();
    const { header, turns, end } = readTurns(path);
    expect(header).toEqual({ type: 'header', version: '1.0.0', tool: 'palaver 0.1.0', ...RUN, hashed: true });
    for (const vu of [1, 2])
      expect(turns.filter((turn) => turn.vu === vu).map(({ index }) => index)).toEqual([...Array(500).keys()]);
    expect(end).toEqual({ type: 'end', turns: 1000, lost: 0 });
    expect([file.failure, file.notes(), notices]).toEqual([undefined, [], []]);
  });

  it('is compressed if its name ends in .gz', async () => {
    const path = join(tempFolder(), 'turns.jsonl.gz');
    const { file } = await begun(path, { keepTexts: true });
    handOver(file, 1, 2000).flush();
    await file.end();
    const bytes = readFileSync(path);
    expect(bytes.length).toBeLessThan(gunzipSync(bytes).length / 10);
    expect(readTurns(path)).toMatchObject({ header: { hashed: false }, turns: { length: 2000 } });
  });

  it('skips turns if its disk is slow, counts and reports them, and recovers', async () => {
    const slow = slowFile('turns.jsonl');
    const { file, notices } = await begun(slow.path, { workers: 2 });
    // 16 MiB may be under way for each of two load threads; a batch of these takes 1 MiB.
    const LONG = 'x'.repeat(2 ** 13);
    const outlets = [1, 2].map((vu) => handOver(file, vu, 64 * 40, LONG));
    const full = file.notes();
    expect(full).toEqual([
      expect.stringMatching(/^The file of turns misses \d+ of 5120 turns: the disk was too slow\.$/),
    ]);
    const read = slow.readOn();
    const offered = () => Number(/of (\d+) turns/.exec(file.notes()[0]!)![1]);
    const lost = () => Number(/misses (\d+) of/.exec(file.notes()[0]!)![1]);
    // What is read makes room again.
    await eventually(() => {
      const before = lost();
      for (let index = 0; index < 64; index++) outlets[0]!.append(streamedTurn(table, { vu: 3, utterance: LONG }));
      return lost() === before;
    });
    await file.end();
    const { turns, end } = turnsFrom((await read).toString('utf8'));
    expect(turns.some(({ vu }) => vu === 3)).toBe(true);
    expect(turns.length).toBeGreaterThan(2000);
    expect(lost()).toBeGreaterThan(2000);
    expect(turns.length + lost()).toBe(offered());
    expect(end).toEqual({ type: 'end', turns: turns.length, lost: lost() });
    expect(notices).toEqual([expect.stringContaining('some turns will be missing')]);
    expect(file.failure).toBeUndefined();
  });

  it('reports turns whose load thread ended before it passed them on', async () => {
    const path = join(tempFolder(), 'turns.jsonl');
    const { file } = await begun(path);
    handOver(file, 1, 100);
    expect(file.notes()).toEqual([]);
    await file.end();
    expect(readTurns(path).end).toEqual({ type: 'end', turns: 64, lost: 36 });
    expect(file.notes()).toEqual([
      'The file of turns misses 36 of 100 turns: their load thread ended before sending them.',
    ]);
  });

  it('that becomes unwritable reports the reason and what is missing, and takes no more', async () => {
    const { file } = await begun('/dev/full');
    handOver(file, 1, 64);
    await eventually(() => file.failure !== undefined);
    const outlet = handOver(file, 2, 64 * 200, 'x'.repeat(2 ** 10));
    outlet.flush();
    await file.end();
    expect(file.failure).toBe('the disk is full');
    expect(file.notes()).toEqual([
      'The file of turns could not be written completely: the disk is full; it misses 12864 of 12864 turns.',
    ]);
  });

  it('that cannot be written at all is rejected at once', async () => {
    const inTheWay = join(tempFolder(), 'a file');
    writeFileSync(inTheWay, '');
    await expect(TurnsFile.open(join(inTheWay, 'turns.jsonl'), QUIET)).rejects.toThrow(
      /cannot write .*turns\.jsonl: a part of the path is not a folder/,
    );
  });

  it('of a run that never started is empty', async () => {
    const path = join(tempFolder(), 'turns.jsonl');
    const file = await TurnsFile.open(path, QUIET);
    await file.end();
    expect(readFileSync(path, 'utf8')).toBe('');
  });
});

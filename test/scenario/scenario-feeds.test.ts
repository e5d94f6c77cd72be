// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of scenario files look like this
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadScenario, loadScenarioFile } from '../../src/scenario/load-scenario.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'palaver-feeds-'));
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'data', 'guests.csv'), 'guest;size\nada;2\nbob;3\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

const options = { env: { FEED: 'data/guests.csv' }, needTargets: false } as const;
const TEXT = `
identity: { userId: "u-{{guest}}" }
conversations:
  - feed: { file: "\${FEED}", order: unique, delimiter: ";" }
    steps: ["a table for {{size}}"]
  - name: another
    feed: { file: data/guests.csv, order: shuffled, whenEmpty: stop, delimiter: ";" }
    steps: [{ say: x, capture: { size: { jsonpath: $.a } } }, "{{size}}"]
`;

describe('feeds of a scenario', () => {
  it('are found relative to its file', () => {
    const file = join(folder, 'flow.yml');
    writeFileSync(file, TEXT);
    const [first, second] = loadScenarioFile(file, options).conversations;
    expect(first?.feed).toMatchObject({
      file: 'data/guests.csv',
      order: 'unique',
      whenEmpty: 'stop',
      columns: ['guest', 'size'],
      rows: [
        { guest: 'ada', size: '2' },
        { guest: 'bob', size: '3' },
      ],
    });
    expect(second?.feed).toMatchObject({ order: 'shuffled', whenEmpty: 'stop' });
  });

  it('are not read if not needed, and their columns are then unknown', () => {
    const read = loadScenario(TEXT, 'elsewhere/flow.yml', { ...options, env: {}, unneeded: ['feeds'] });
    expect(read.conversations.map(({ feed }) => feed)).toEqual([undefined, undefined]);
    expect(() => loadScenario(TEXT, 'elsewhere/flow.yml', options)).toThrow(
      /flow\.yml:4:5 {2}cannot read the feed elsewhere\/data\/guests\.csv: no such file[^\n]*\n[^\n]*flow\.yml:7:5/,
    );
  });

  it('with an unresolved file name are omitted in a preview', () => {
    const missing: string[] = [];
    const options = { env: {}, needTargets: false, onMissing: (name: string) => missing.push(name) };
    const read = loadScenario(TEXT, join(folder, 'flow.yml'), options);
    expect(missing).toEqual(['FEED']);
    expect(read.conversations.map(({ feed }) => feed?.rows.length)).toEqual([undefined, 2]);
  });
});

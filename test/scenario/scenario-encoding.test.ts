import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { loadScenarioFile } from '../../src/scenario/load-scenario.ts';

const load = (bytes: Buffer) => {
  const folder = mkdtempSync(join(tmpdir(), 'encoding-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'talk.yml');
  writeFileSync(path, bytes);
  return loadScenarioFile(path, { env: {}, needTargets: false });
};

it('is UTF-8; the replacement character, which bots send for half an emoji, is a character like others', () => {
  const text = 'conversations: [ { steps: [ { say: "ä\ufffd", expect: { text: "\ufffd" } } ] } ]\n';
  expect(load(Buffer.from(text)).conversations[0]?.steps[0]).toMatchObject({ label: 'ä\ufffd' });
  expect(() => load(Buffer.from(text, 'latin1'))).toThrow(/cannot read the scenario .*talk\.yml: it is not UTF-8 text/);
});

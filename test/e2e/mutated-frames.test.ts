import { describe, expect, it, onTestFinished } from 'vitest';
import { FuzzingServer } from '../support/fuzzing-server.ts';
import {
  countIn,
  onlyReport,
  palaver,
  reasonsBeside,
  reasonsIn,
  scenarioFile,
  tempFolder,
} from '../support/palaver.ts';

/** Each conversation ends with the first turn that its connection does not outlive. */
const scenario = (conversations: number) => `
name: mutated frames
defaults: { think: 0ms, timeout: 500ms, onFailure: continue }
load: { closed: { vus: 20, conversations: ${conversations} } }
conversations:
  - steps: [{ repeat: { times: 8, steps: [again] } }]
`;

describe('a run whose endpoint sends mutated frames', () => {
  it.each([
    ['4', 20_000, 800],
    ['2', 10_000, 400],
  ])('completes over socket.io-client %s', { timeout: 120_000 }, async (socketio, frames, conversations) => {
    const server = new FuzzingServer(socketio);
    const url = await server.start();
    onTestFinished(() => server.stop());
    const folder = tempFolder();
    const { code, stdout, stderr } = await palaver([
      ...['run', scenarioFile(folder, scenario(conversations)), '--target', url, '--socketio', socketio],
      ...['--report-dir', folder, '--quiet'],
    ]);
    const report = onlyReport(folder);
    expect(stdout + stderr).not.toMatch(/crashed|^\s+at \S+ \(?(file|node):|^\s+at (file|node):/m);
    expect([countIn(report, 'conversations_started'), code === 1]).toEqual([conversations, false]);
    expect(server.frames).toBeGreaterThanOrEqual(frames);
    expect(reasonsIn(report, 'disconnects')['protocol-error']).toBeGreaterThan(0);
    expect(reasonsIn(report, 'disconnects')['internal-error'] ?? 0).toBe(0);
    expect(reasonsBeside(report).filter((text) => /bug (in|of) palaver/.test(text))).toEqual([]);
  });
});

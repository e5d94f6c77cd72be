import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { CUSTOM_EVENTS, startCustomBot } from '../support/custom-bot.ts';
import { fleetOf } from '../support/fleet.ts';
import { hasNats, NATS_HINT } from '../support/nats-server.ts';
import { countIn, isPass, tempFolder } from '../support/palaver.ts';
import { type RecordingRelay, startRecordingRelay } from '../support/recording-relay.ts';

const USERS = [0, 1, 2, 3, 4, 5];
const STEP_MS = 150;

/** The last conversation of the file starts first; the check of one fails, and so quotes a reply with the token. */
const scenarioOf = (url: string) => `
name: features
secrets: [token]
targets: { bot: { url: "${url}", protocol: custom, auth: { token: "{{token}}" }, events: ${CUSTOM_EVENTS} } }
defaults: { think: 1ms, completion: first-output }
load: { open: { arrivals: recorded, maxVus: 6 } }
conversations:
${USERS.map(
  (index) => `  - name: c${index}
    start: ${(USERS.length - 1 - index) * STEP_MS}ms
    feed: user${index}.csv
    steps: [ { say: "I am {{user}} of c${index}", expect: { text: ${index === 2 ? '"{{token}} of nobody"' : 'I am'} } } ]
`,
).join('')}`;

/** All files below a folder, decompressed. */
function contentsOf(folder: string): readonly (readonly [string, string])[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => {
    const bytes = readFileSync(join(parentPath, name));
    return [name, (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')];
  });
}

describe.skipIf(!hasNats)(`a run on a fleet${hasNats ? '' : NATS_HINT}`, { timeout: 120_000 }, () => {
  it('replays recorded starts at a bot of any protocol, with secret rows, without series, and with traces', async () => {
    const bot = await startCustomBot();
    let relay: RecordingRelay | undefined;
    const key = join(tempFolder(), 'fleet.key');
    writeFileSync(key, 'a-long-random-passphrase-of-tests');
    const env = { PALAVER_FLEET_KEY_FILE: key };
    const names = ['first', 'second'];
    const fleet = await fleetOf(
      names.map((name) => ({ name, env })),
      {
        scenario: scenarioOf(bot.url),
        relay: async (port) => {
          relay = await startRecordingRelay(port);
          return `nats://127.0.0.1:${relay.port}`;
        },
      },
    );
    for (const index of USERS) {
      writeFileSync(join(fleet.folder, `user${index}.csv`), `user,token\nuser${index},tok-of-user-${index}\n`);
    }
    const outputs = ['markdown', 'junit', 'csv'].flatMap((type) => ['--out', `${type}=${fleet.folder}/${type}`]);
    const given = ['--agents', '2', '--fleet-key-file', key, '--series', 'none', '--trace', '6', '--keep-texts'];
    const run = fleet.run(...given, ...outputs, '--out', 'turns=turns.jsonl');
    const { code, stdout, stderr } = await run.finished;
    const report = fleet.report();

    // Every conversation once, with its own row and credential.
    const heard = bot.heard.map(({ text, auth }) => `${text}, ${auth.token}`);
    expect(heard.sort()).toEqual(USERS.map((index) => `I am user${index} of c${index}, tok-of-user-${index}`));
    // At its start.
    const starts = report.exemplars.map(({ number, conversation, startedMs }) => [number, conversation, startedMs]);
    expect(starts.sort()).toEqual(USERS.map((number) => [number, `c${USERS.length - 1 - number}`, number * STEP_MS]));
    const { traces = [] } = report;
    expect(traces.map(({ number }) => number)).toEqual(USERS);
    for (const { number, startedMs } of traces) expect(startedMs).toBeGreaterThanOrEqual(number * STEP_MS);

    expect(isPass(report, code)).toBe(true);
    expect([countIn(report, 'conversations_completed'), countIn(report, 'turns_mismatched')]).toEqual([5, 1]);
    expect(report.targets[0]?.protocol).toMatch(/^custom/);
    expect(report.groups.map(({ conversation }) => conversation)).toEqual([undefined]);
    expect(report.verdict.reasons.map(({ text }) => text)).toContain(
      'every conversation "c2" failed (1 of 1); see failures',
    );
    expect(report.generator.machines).toHaveLength(2);

    const shown = [...contentsOf(fleet.folder), ['stdout', stdout], ['stderr', stderr]] as const;
    const kept = shown.filter(([name]) => !/^user\d\.csv$/.test(name));
    expect(kept.map(([name]) => name)).toEqual(
      expect.arrayContaining(['trace.txt', 'report.html', 'shard-1-of-2.json.gz']),
    );
    for (const [name, text] of kept) expect([name, text.match(/tok-of-user-\d/g)]).toEqual([name, null]);
    expect(kept.find(([name]) => name === 'trace.txt')![1]).toMatch(/I am user2 of c2, .*"token":"…\w{4}"/);
    expect(relay!.bytes()).toContain('PUB');
    expect(relay!.bytes()).not.toMatch(/tok-of-user-\d/);
  });
});

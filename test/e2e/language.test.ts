import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MockInput } from '../../src/mock/mock-options.ts';
import { startMock } from '../../src/mock/mock-server.ts';
import { countIn, onlyReport, palaver, reasonsIn, scenarioFile, tempFolder } from '../support/palaver.ts';

interface Feeds {
  readonly [file: string]: string;
}

/** Runs a scenario against a mock endpoint of its own and gives what both sides counted. */
async function run(mock: MockInput, scenario: string, feeds: Feeds = {}, ...args: string[]) {
  const server = await startMock({ bot: 'echo', delay: '10ms', workers: 50, ...mock });
  try {
    const folder = tempFolder();
    for (const [file, text] of Object.entries(feeds)) writeFileSync(join(folder, file), text);
    const target = ['-t', `${server.url}/${server.token}`];
    const head = 'defaults: { think: 10ms, timeout: 3s }\n';
    const path = scenarioFile(folder, scenario.startsWith('defaults') ? scenario : head + scenario);
    const finished = await palaver(['run', path, ...target, '--report-dir', folder, '--quiet', ...args]);
    if (finished.code === 104) throw new Error(finished.stderr);
    const report = onlyReport(folder);
    const broken = report.verdict.reasons.filter(({ text }) => /is not|are not/.test(text));
    expect(broken).toEqual([]);
    return { ...finished, report, stats: server.stats(), count: (name: string) => countIn(report, name) };
  } finally {
    await server.stop();
  }
}

/** How many values of a trend the report has. */
function measured(report: Awaited<ReturnType<typeof run>>['report'], name: string): number {
  const metric = report.metrics[name];
  return metric?.kind === 'trend' ? metric.count : 0;
}

const load = (vus: number, conversations: number) =>
  `load: { closed: { vus: ${vus}, conversations: ${conversations}, startSpread: 50ms } }\n`;

describe.concurrent('steps over real sockets', () => {
  it('inject and notify are sent, answered and measured individually', async () => {
    const { report, stats, count } = await run(
      {},
      `${load(4, 12)}
conversations:
  - steps:
      - hello
      - notify: "your table is ready"
      - inject: { text: again, answer: { text: again } }
      - notify: { text: later, await: false }
      - wait: { text: later }
      - bye
`,
    );
    expect(stats).toMatchObject({ injected: 12, notified: 24, inputs: 24 });
    expect(count('pushes_sent')).toBe(36);
    expect(reasonsIn(report, 'push_responses')).toEqual({ '2xx': 36 });
    expect(measured(report, 'push')).toBe(36);
    expect(measured(report, 'push_http')).toBe(36);
    expect(measured(report, 'wait')).toBe(12);
    expect(count('outputs_pushed')).toBe(36);
    expect(count('outputs')).toBe(stats.outputs);
    expect(count('conversations_completed')).toBe(12);
  });

  it('a rate limit spaces out requests without affecting their latencies', async () => {
    const { report, count } = await run(
      {},
      `${load(6, 6)}
targets: { live: { url: "http://replaced", pushRate: 2/s } }
conversations: [ { steps: [ hello, notify: now ] } ]
`,
    );
    expect(count('pushes_sent')).toBe(6);
    expect(report.run.durationMs).toBeGreaterThan(2450);
    // They wait for up to 2.5 s, half of them for more than 1 s; a busy machine delays one or two, not half of them.
    const push = report.metrics.push;
    expect(push?.kind === 'trend' && push.p50).toBeLessThan(1000);
  });

  it('a reconnect receives what was buffered for the session', async () => {
    const { report, stats, count } = await run(
      { buffering: true },
      `${load(3, 6)}
conversations:
  - steps:
      - hello
      - disconnect: true
      - notify: { text: "while you were away", await: false }
      - pause: 100ms
      - reconnect: {}
      - wait: { text: away }
      - bye
`,
    );
    expect(count('conversations_completed')).toBe(6);
    expect(count('reconnects')).toBe(6);
    expect(stats.connections).toBe(13);
    expect(measured(report, 'push')).toBe(6);
    expect(stats.redelivered).toBe(6);
  });

  it('without buffering it is lost, and that is reported', async () => {
    const { report, count } = await run(
      { buffering: false },
      `${load(1, 2)}
conversations:
  - steps:
      - hello
      - disconnect: true
      - notify: { text: "while you were away", await: false, timeout: 400ms }
      - pause: 50ms
      - reconnect: {}
      - bye
`,
    );
    expect(measured(report, 'push')).toBe(0);
    expect(report.metrics.push).toMatchObject({ censored: { 'timed-out': 2 } });
    expect(count('conversations_failed')).toBe(2);
    expect(reasonsIn(report, 'steps_failed')).toEqual({ push: 2 });
  });

  it('press sends the offered choice, branches follow replies, captures fill later texts', async () => {
    const { report, count, stats } = await run(
      { bot: 'booking' },
      `${load(4, 8)}
conversations:
  - name: book
    steps:
      - I would like a table for 4
      - tomorrow at 19:30
      - say: my name is Ada
        capture: { guests: { regex: "/([0-9]+)/", group: 1 } }
        expect: { quickReplies: [ "Yes" ] }
      - branch:
          - when: { text: { contains: Ada } }
            steps: [ { press: "Yes", expect: { text: confirmed } } ]
          - otherwise: [ never ]
      - repeat: { times: 3, steps: [ { say: "for {{guests}} people", as: again } ] }
`,
    );
    expect(count('conversations_completed')).toBe(8);
    expect(stats.inputs).toBe(8 * 7);
    expect(count('inputs_sent')).toBe(8 * 7);
    const step = (name: string) => report.groups.find((group) => group.step === name)?.metrics.turn;
    expect(step('again')).toMatchObject({ count: 24 });
    expect(step('never')).toMatchObject({ count: 0 });
  });

  it('typing is sent, and a plain reset may be silent', async () => {
    const { count, stats } = await run(
      {},
      `${load(1, 3)}
conversations: [ { steps: [ { say: hello, typing: true, think: 50ms }, { reset: true } ] } ]
`,
    );
    expect(count('turns_completed')).toBe(6);
    expect(stats.inputsInvalid).toBe(0);
  });
});

describe.concurrent('identity over real sockets', () => {
  it('a kept session runs all conversations of a virtual user over one connection', async () => {
    const { stats, count } = await run(
      {},
      `${load(3, 12)}
identity: { session: keep }
conversations: [ { steps: [ hello, bye ] } ]
`,
    );
    expect(count('conversations_completed')).toBe(12);
    expect(count('conversations_billable')).toBe(3);
    expect(stats).toMatchObject({ inputs: 24, connections: 4, sessions: 4 });
    expect(count('connects')).toBe(3);
  });

  it('a marker identifies the session of a reply', async () => {
    const { count, stats } = await run(
      {},
      `${load(5, 20)}\nmarker: text\nconversations: [ { steps: [ hello, bye ] } ]\n`,
    );
    expect(count('outputs_crosstalk')).toBe(0);
    expect(count('turns_completed')).toBe(stats.inputs);
  });
});

describe.concurrent('a bot that mixes up its sessions', () => {
  it('is detected by the marker: what belongs to another session is not a reply', async () => {
    const { count, stats } = await run(
      { faults: { crosstalk: 0.3 } },
      `${load(5, 20)}
marker: text
conversations: [ { onFailure: continue, steps: [ hello, bye ] } ]
`,
    );
    expect(count('outputs_crosstalk')).toBeGreaterThan(0);
    expect(count('outputs_crosstalk')).toBeLessThanOrEqual(stats.faultCrosstalk);
    expect(count('turns_silent')).toBe(count('outputs_crosstalk'));
    expect(count('outputs')).toBe(stats.outputs);
  });
});

describe.concurrent('feeds over real sockets', () => {
  const rows = Array.from({ length: 7 }, (_, index) => `guest-${index},${index + 1}`);
  const csv = `guest,party\n${rows.join('\n')}\n`;

  it('a unique feed uses each row once and ends the run after the last', async () => {
    const { count, stderr, stats } = await run(
      {},
      `load: { closed: { vus: 3, duration: 10s, startSpread: 20ms } }
identity: { userId: "{{guest}}" }
conversations:
  - feed: { file: guests.csv, order: unique }
    steps: [ { say: "{{guest}} is {{party}}", expect: { text: { equals: "{{guest}} is {{party}}" } } } ]
`,
      { 'guests.csv': csv },
    );
    expect(stats.inputs).toBe(7);
    expect(count('conversations_completed')).toBe(7);
    expect(count('conversations_started')).toBe(7);
    expect(count('conversations_dropped')).toBeGreaterThan(0);
    expect(stderr).toMatch(/feed is used up/);
  });

  it('the same seed gives the same texts, and another seed others', async () => {
    const scenario = `${load(2, 6)}
conversations:
  - feed: { file: guests.csv, order: shuffled }
    steps: [ { say: "{{guest}} {{$number 1 1000000}} {{$oneOf a b c}} {{$uuid}}" } ]
`;
    const hashes = async (seed: string) => {
      const { report } = await run({}, scenario, { 'guests.csv': csv }, '--seed', seed);
      return report.exemplars.map(({ number, turns }) => [number, turns[0]?.replies[0]?.hash]).sort();
    };
    const [first, again, other] = await Promise.all([hashes('5'), hashes('5'), hashes('6')]);
    expect(first).toHaveLength(6);
    expect(first).toEqual(again);
    expect(first).not.toEqual(other);
  });
});

describe.concurrent('ending a conversation early', () => {
  it('stopWhen: nothing more is sent once its text arrives', async () => {
    const { count, stats } = await run(
      {},
      `${load(2, 4)}
stopWhen: { text: human agent }
conversations: [ { steps: [ hello, "I want a human agent", "never said" ] } ]
`,
    );
    expect(stats.inputs).toBe(8);
    expect(count('conversations_completed')).toBe(4);
    expect(count('turns_completed')).toBe(8);
  });

  it('an error text fails a turn although it is an ordinary output', async () => {
    const { report, count } = await run(
      {},
      `${load(1, 2)}
conversations: [ { errorTexts: ["/went wrong/i"], steps: [ "something went wrong" ] } ]
`,
    );
    expect(count('turns_errored')).toBe(2);
    expect(report.errors[0]).toMatchObject({ class: 'errored', count: 2 });
  });
});

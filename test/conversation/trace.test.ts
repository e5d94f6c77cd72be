import { describe, expect, it } from 'vitest';
import type { ThreadDeps } from '../../src/conversation/conversation-deps.ts';
import type { HookResult } from '../../src/hooks/hook-result.ts';
import { traceLine } from '../../src/report/traces/trace-line.ts';
import type { Conversation, Expectation } from '../../src/scenario/scenario.ts';
import { call, contains, hook, jump, pause, program, turn, wait } from '../support/instructions.ts';
import { TracedRehearsal } from '../support/rehearsal.ts';

const linesOf = ({ events }: TracedRehearsal, isClear = true) =>
  events.flatMap((event) => {
    const line = traceLine(event, isClear);
    return line ? [`${line.atMs} ${line.who ?? '-'} ${line.text}`] : [];
  });

/** A booking: the bot is asked, a branch depends on its answer, and something of it is kept. */
const booking = (overrides: Partial<Conversation> = {}) =>
  program(
    [
      {
        text: 'a table',
        expect: { replies: 1, text: { of: 'any', matcher: { contains: 'When' } }, firstOutputMs: 50 },
        captures: [
          {
            name: 'place',
            from: { kind: 'regex', pattern: { pattern: 'at ([A-Z]\\w+)', flags: '' }, group: 1 },
            otherwise: undefined,
          },
        ],
        onFailure: 'continue',
      },
      { text: 'at {{place}}, please' },
    ],
    [
      turn(0),
      { kind: 'branch', arms: [{ when: contains('{{place}}'), to: 2 }], otherwise: 4 },
      turn(1),
      jump(4),
      { kind: 'repeat', slot: 0, times: 2, while: undefined, to: 7 },
      pause(1000),
      jump(4),
      wait({ check: contains('confirmed'), timeoutMs: 5000 }),
    ],
    overrides,
  );

async function booked(conversation = booking()): Promise<TracedRehearsal> {
  const talk = new TracedRehearsal(conversation);
  await talk.talking();
  await talk.time.advance(100);
  talk.line.reply('When do you want to eat at Luigi').ping();
  await talk.time.advance(0);
  await talk.time.advance(30);
  talk.line.reply('Noted').ping();
  await talk.time.advance(2500);
  talk.line.reply('It is confirmed');
  return talk;
}

describe('a trace', () => {
  it('tells what was said, checked, captured and decided, with the instants', async () => {
    expect(linesOf(await booked())).toMatchInlineSnapshot(`
      [
        "0 - connecting",
        "0 - connected in 12.0 ms",
        "0 - ready, signal received",
        "0.01 user "a table"",
        "100 bot "When do you want to eat at Luigi"",
        "100 - final ping",
        "100 - turn completed in 100 ms, first output after 100 ms, ended by final ping",
        "100 - ✓ expected 1 reply, got 1",
        "100 - ✓ expected a reply that contains "When", got "When do you want to eat at Luigi"",
        "100 - ✗ objective: first output within 50.0 ms, got 100 ms",
        "100 - captured place = "Luigi"",
        "100 - branch: case 1 of 1: a reply that contains "Luigi"",
        "100.01 user "at Luigi, please"",
        "130 bot "Noted"",
        "130 - final ping",
        "130 - turn completed in 30.0 ms, first output after 30.0 ms, ended by final ping",
        "130 - repeat: round 1 of 2",
        "130 - pauses for 1.00 s",
        "1130 - repeat: round 2 of 2",
        "2130 - repeat: ends after 2 rounds",
        "2130 - waits up to 5.00 s for a reply that contains "confirmed"",
        "2630 bot "It is confirmed" (late)",
        "2630 - the awaited output arrived 500 ms after the wait began",
        "2630 - completed: after its last step",
      ]
    `);
  });

  it('without plain texts shows the scenario as written, and the rest by length and hash', async () => {
    const lines = linesOf(await booked(), false);
    expect(lines).toMatchInlineSnapshot(`
      [
        "0 - connecting",
        "0 - connected in 12.0 ms",
        "0 - ready, signal received",
        "0.01 user "a table"",
        "100 bot 32 characters (#c64b10ad)",
        "100 - final ping",
        "100 - turn completed in 100 ms, first output after 100 ms, ended by final ping",
        "100 - ✓ expected 1 reply, got 1",
        "100 - ✓ expected a reply that contains "When", got 32 characters (#c64b10ad)",
        "100 - ✗ objective: first output within 50.0 ms, got 100 ms",
        "100 - captured place = 7 characters (#80fc9383)",
        "100 - branch: case 1 of 1: a reply that contains "{{place}}"",
        "100.01 user "at {{place}}, please"",
        "130 bot 5 characters (#dc4e4b48)",
        "130 - final ping",
        "130 - turn completed in 30.0 ms, first output after 30.0 ms, ended by final ping",
        "130 - repeat: round 1 of 2",
        "130 - pauses for 1.00 s",
        "1130 - repeat: round 2 of 2",
        "2130 - repeat: ends after 2 rounds",
        "2130 - waits up to 5.00 s for a reply that contains "confirmed"",
        "2630 bot 15 characters (#95198088) (late)",
        "2630 - the awaited output arrived 500 ms after the wait began",
        "2630 - completed: after its last step",
      ]
    `);
    expect(lines.join()).not.toMatch(/Luigi|Noted|confirmed"$/);
  });

  it('changes nothing that is measured', async () => {
    const talk = await booked();
    expect(talk.ends).toMatchObject([{ outcome: 'completed' }]);
    expect(talk.broken()).toEqual([]);
  });

  it('says by which rule of stopWhen it ended', async () => {
    const stopWhen = [{ when: contains('When'), as: 'completed' }] as const;
    expect(linesOf(await stoppedBy(stopWhen)).at(-1)).toMatchInlineSnapshot(
      `"0 - completed: an output met stopWhen: a reply that contains "When""`,
    );
  });

  it('shows no checks and captures of a turn that a rule of stopWhen ended, as they were not evaluated', async () => {
    const talk = new TracedRehearsal(booking({ stopWhen: [{ when: contains('human'), as: 'completed' }] }));
    await talk.talking();
    await talk.time.advance(100);
    talk.line.reply('A human at Luigi takes over');
    expect(linesOf(talk).slice(-4)).toEqual([
      '100 bot "A human at Luigi takes over"',
      '100 - turn completed in 100 ms, first output after 100 ms, ended by stop when',
      '100 - ✗ objective: first output within 50.0 ms, got 100 ms',
      '100 - completed: an output met stopWhen: a reply that contains "human"',
    ]);
  });

  it('says why it failed or was interrupted', async () => {
    const lost = await new TracedRehearsal({}).talking();
    lost.line.lost();
    expect(linesOf(lost).slice(-2)).toMatchInlineSnapshot(`
      [
        "0 - turn cut in 0.00 ms, ended by disconnect: the line broke",
        "0 - failed: step "step 0": the line broke",
      ]
    `);
    const refused = new TracedRehearsal({});
    refused.conversation.start();
    refused.letIn().line.failed();
    expect(linesOf(refused)).toMatchInlineSnapshot(`
      [
        "0 - connecting",
        "0 - no one there",
        "0 - failed: no one there",
      ]
    `);
    const stopped = await new TracedRehearsal({}).talking();
    stopped.conversation.interrupt();
    expect(linesOf(stopped).slice(-2)).toMatchInlineSnapshot(`
      [
        "0 - turn interrupted in 0.00 ms, ended by stop",
        "0 - interrupted: the run ended during a turn",
      ]
    `);
  });

  it('shows every check of a turn, and what could not be captured', async () => {
    const price = { kind: 'regex', pattern: { pattern: '([0-9]+) EUR', flags: '' }, group: 1 } as const;
    const captures = [{ name: 'price', from: price, otherwise: undefined }];
    const said = async (expectation: Expectation) => {
      const talk = await new TracedRehearsal({ expect: expectation, captures }).talking();
      talk.line.reply('The soup is free').ping();
      return linesOf(talk).slice(-4);
    };
    expect(await said({ replies: 2, source: 'bot' })).toMatchInlineSnapshot(`
      [
        "0 - turn mismatched in 0.00 ms, first output after 0.00 ms, ended by final ping",
        "0 - ✗ expected 2 replies, got 1",
        "0 - ✓ expected a reply from bot, got bot",
        "0 - failed: step "step 0": expected 2 replies, got 1",
      ]
    `);
    expect(await said({ source: 'bot' })).toMatchInlineSnapshot(`
      [
        "0 - turn mismatched in 0.00 ms, first output after 0.00 ms, ended by final ping",
        "0 - ✓ expected a reply from bot, got bot",
        "0 - ✗ nothing to capture as price: no reply matches /([0-9]+) EUR/",
        "0 - failed: step "step 0": nothing to capture as price: no reply matches /([0-9]+) EUR/",
      ]
    `);
  });

  it('tells which functions were called, how long they took, and what they returned', async () => {
    const talk = await functionsCalled();
    const lines = linesOf(talk).filter((line) => !/ - (connect|ready|final ping)/.test(line));
    expect(lines).toMatchInlineSnapshot(`
      [
        "20 - called ./hooks.ts#login in 20.0 ms: token = "t-4711", seats = 2",
        "40 - called ./hooks.ts#boom, which failed after 20.0 ms",
        "40 - ✗ step "login": call ./hooks.ts#boom: hooks.ts:4: no token",
        "90 - called ./hooks.ts#never, which failed after 50.0 ms",
        "90 - ✗ step "login": call ./hooks.ts#never: did not return within 50.0 ms",
        "110 - called ./hooks.ts#speak in 20.0 ms",
        "110.01 user step: "a table at Luigi"",
        "110 bot "For when"",
        "130 - turn completed in 0.00 ms, first output after 0.00 ms, ended by final ping",
        "130 - ✓ expected 1 reply, got 1",
        "130 - ✓ call ./hooks.ts#isOk (20.0 ms)",
        "130.01 user "bye"",
        "130 bot "Bye"",
        "150 - turn mismatched in 0.00 ms, first output after 0.00 ms, ended by final ping",
        "150 - ✗ call ./hooks.ts#refuse: the answer is wrong (20.0 ms)",
        "150 - failed: step "login": call ./hooks.ts#boom: hooks.ts:4: no token (the first of 3 failures)",
      ]
    `);
    expect(linesOf(talk, false).join()).not.toMatch(/t-4711|Luigi/);
    expect(linesOf(talk, false).find((line) => line.includes('#login'))).toMatchInlineSnapshot(
      `"20 - called ./hooks.ts#login in 20.0 ms: token = 8 characters (#a1e0562c), seats = 1 character (#d4735e3a)"`,
    );
  });

  it('tells that a function had not returned when its conversation ended', async () => {
    const talk = await new CallingRehearsal(program([], [call({ hook: hook('never') })])).talking();
    await talk.time.advance(100);
    talk.conversation.interrupt();
    expect(linesOf(talk).slice(-2)).toMatchInlineSnapshot(`
      [
        "100 - called ./hooks.ts#never, which had not returned after 100 ms",
        "100 - interrupted: the run ended during a step",
      ]
    `);
  });

  it('holds back what a function does until its secrets are known', async () => {
    const talk = await new CallingRehearsal(program([], [call()])).talking();
    expect(talk.known).toEqual([]);
    await talk.time.advance(20);
    expect(talk.known).toEqual([{ token: 't-4711', seats: 2, shown: false }]);
    expect(talk.isShown).toBe(true);
  });

  it('of a flood of outputs is limited, and says so', async () => {
    const talk = await new TracedRehearsal({}).talking();
    for (let sent = 0; sent < 3000; sent += 1) talk.line.reply();
    talk.line.ping();
    expect(talk.events.length).toBe(2001);
    expect(linesOf(talk).at(-1)).toMatchInlineSnapshot(`"0 - completed: after its last step (1,007 events omitted)"`);
  });
});

async function stoppedBy(stopWhen: Conversation['stopWhen']): Promise<TracedRehearsal> {
  const talk = await new TracedRehearsal(booking({ stopWhen })).talking();
  talk.line.reply('When?');
  return talk;
}

/** Functions that take 20 ms, by their names. */
class CallingRehearsal extends TracedRehearsal {
  /** What may be secret, when it became known, and whether calls were shown before. */
  declare known: unknown[];

  protected override more(): Partial<ThreadDeps> {
    this.known = [];
    return {
      ...super.more(),
      onCaptured: (captured) => this.known.push({ ...captured, shown: this.isShown }),
      hooks: { call: ({ path: [name] }) => this.result(String(name)) },
    };
  }

  get isShown(): boolean {
    return this.events.some(({ kind }) => kind === 'called');
  }

  private result(name: string): Promise<HookResult> {
    const results: Readonly<Record<string, HookResult>> = {
      login: { kind: 'returned', value: { token: 't-4711', seats: 2 } },
      speak: { kind: 'returned', value: 'a table at Luigi' },
      isOk: { kind: 'returned', value: undefined },
      refuse: { kind: 'returned', value: 'the answer is wrong' },
      boom: { kind: 'threw', message: 'hooks.ts:4: no token' },
    };
    return new Promise((resolve) => {
      const result = results[name];
      if (result) this.time.at(this.time.nowUs() + 20_000, () => resolve(result));
    });
  }
}

/** Each use of a function, with each outcome. */
async function functionsCalled(): Promise<CallingRehearsal> {
  const onFailure = 'continue';
  const steps = [
    { utterance: { kind: 'call', hook: hook('speak') }, expect: { replies: 1, call: hook('isOk') } },
    { text: 'bye', expect: { call: hook('refuse') }, onFailure },
  ] as const;
  const failing = [call({ hook: hook('boom'), onFailure }), call({ hook: hook('never'), timeoutMs: 50, onFailure })];
  const talk = await new CallingRehearsal(program(steps, [call(), ...failing, turn(0), turn(1)])).talking();
  await talk.time.advance(110);
  talk.line.reply('For when').ping();
  await talk.time.advance(20);
  talk.line.reply('Bye').ping();
  await talk.time.advance(20);
  return talk;
}

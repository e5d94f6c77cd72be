import { describe, expect, it } from 'vitest';
import { traceLine } from '../../src/report/traces/trace-line.ts';
import type { Conversation, Expectation } from '../../src/scenario/scenario.ts';
import { contains, jump, pause, program, turn, wait } from '../support/instructions.ts';
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
        "0 - ready, at the signal of the server",
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
        "0 - ready, at the signal of the server",
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
        "0 - interrupted: the load ended during a turn",
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

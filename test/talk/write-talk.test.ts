import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import type { TalkTurn } from '../../src/talk/talk-turn.ts';
import { writeTalk } from '../../src/talk/write-talk.ts';

const FILE = { name: 'talk', command: 'npx palaver run talk.yml --mock', schema: './s.json', mock: undefined };
const ended = { outcome: 'completed', endedBy: 'final-ping', turnMs: 221, firstOutputMs: 214 } as const;

const TURNS: readonly TalkTurn[] = [
  {
    utterance: { kind: 'say', text: `a table for {{two}}, \${NOW}: "please"` },
    thinkMs: 3249,
    replies: [
      { text: 'When?\nWe are open from 5 pm', choices: [{ title: 'To\\night', payload: 'tonight' }] },
      { text: `Our menu: ${'soup and salad, '.repeat(20)}`, choices: [] },
    ],
    ...ended,
  },
  { utterance: { kind: 'press', title: 'To\\night', payload: 'tonight' }, thinkMs: 40, replies: [], ...ended },
  {
    utterance: { kind: 'say', text: '', data: { note: '{{x}}', deep: [1, null] } },
    thinkMs: undefined,
    replies: [{ text: '', choices: [] }],
    ...ended,
  },
  { utterance: { kind: 'reset' }, thinkMs: undefined, replies: [{ text: 'Welcome', choices: [] }], ...ended },
];

const load = (text: string) => loadScenario(text, 'talk.yml', { env: {} } as never);
/** As a person chooses all checks: who removes the # only, or lets an editor remove a space after it, too. */
const CHECKS = /^( +)#(expect:| +(?!# )\w+:)/gm;
const CHOSEN = {
  'the #': (text: string) => text.replaceAll(CHECKS, '$1$2'),
  'the # and a space': (text: string) =>
    text.replaceAll(CHECKS, (_, indent, check) => indent + check.replace(/^ /, '')),
};

describe('a conversation by hand as a scenario', () => {
  it('says the same, with the think times, rounded', () => {
    const [talk] = load(writeTalk(TURNS, FILE)).conversations;
    const said = talk!.steps.map(({ utterance, data, resetFlow, think }) => ({ utterance, data, resetFlow, think }));
    expect(said).toMatchObject([
      { utterance: { choices: [`a table for \\{{two}}, \${NOW}: "please"`] }, think: { kind: 'constant', ms: 3200 } },
      { utterance: { kind: 'press', title: 'To\\night' }, think: { kind: 'constant', ms: 0 } },
      { data: { note: '\\{{x}}', deep: [1, null] } },
      { resetFlow: true },
    ]);
    expect(talk!.steps.every(({ expect: checks }) => checks.text === undefined && checks.replies === undefined)).toBe(
      true,
    );
  });

  it.each(Object.entries(CHOSEN))('has valid checks to choose from, by removing %s', (_what, choose) => {
    const written = writeTalk(TURNS, FILE);
    const [first, press, data] = load(choose(written)).conversations[0]!.steps;
    expect(first!.expect).toMatchObject({
      replies: 2,
      text: { matcher: { contains: 'When?' } },
      quickReplies: ['To\\night'],
    });
    expect(written).toContain('# or: text: { contains: "Our menu: soup and salad, soup and salad,');
    expect(press!.expect.replies).toBeUndefined();
    expect(data!.expect.replies).toBe(1);
    const withChecks = written.replace('reset: true', /(?<=with checks: ).+/.exec(written)![0]);
    expect(load(withChecks).conversations[0]!.steps[3]!.expect).toMatchObject({
      replies: 1,
      text: { matcher: { contains: 'Welcome' } },
    });
  });

  it('ends turns by silence where the bot sent no final ping, and keeps the options of the mock endpoint', () => {
    const quiet = TURNS.map((turn) => ({ ...turn, endedBy: 'quiet' }));
    const scenario = load(writeTalk(quiet, { ...FILE, mock: { bot: 'echo' } }));
    expect(scenario.conversations[0]!.steps[0]!.completion).toEqual({ kind: 'quiet', ms: 3000 });
    expect(scenario.mock.input.bot).toBe('echo');
  });
});

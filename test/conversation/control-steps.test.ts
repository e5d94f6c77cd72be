import { describe, expect, it } from 'vitest';
import { chunk, conversationOf, Driver, interrupt, ping, ready, sayStep, scriptFor } from '../support/drive-machine.ts';
import { contains, jump, pause, program, turn, wait } from '../support/instructions.ts';

describe('a pause', () => {
  it('lasts from the end of a turn to the next step', () => {
    const script = scriptFor(program([{ text: 'a' }, { text: 'b' }], [turn(0), pause(500), turn(1)]));
    const driver = new Driver(script).feed(ready(0), chunk(10), ping(20)).wait(519);
    expect(driver.said).toEqual(['a']);
    expect(driver.wait(521).said).toEqual(['a', 'b']);
    expect(driver.all('say')[1]).toMatchObject({ intendedUs: 520_000, dueUs: 520_000 });
  });

  it('counts as think time', () => {
    const driver = new Driver(
      scriptFor(program([{ text: 'a', think: { kind: 'constant', ms: 100 } }], [turn(0), pause(500)])),
    );
    driver.feed(ready(0), chunk(110), ping(120)).wait(1000);
    expect(driver.all('end-conversation')[0]).toMatchObject({ outcome: 'completed', thoughtUs: 600_000 });
  });

  it('ends with the run', () => {
    const driver = new Driver(scriptFor(program([], [pause(5000)]))).feed(ready(0), interrupt(10));
    expect(driver.outcome).toBe('interrupted');
  });
});

describe('a repeat', () => {
  const looped = (times: number, condition?: ReturnType<typeof contains>) =>
    program(
      [{ text: 'a' }, { text: 'end' }],
      [{ kind: 'repeat', slot: 0, times, while: condition, to: 3 }, turn(0), jump(0), turn(1)],
    );

  it('runs its steps the given number of times', () => {
    const driver = new Driver(scriptFor(looped(3))).feed(ready(0));
    for (const round of [1, 2, 3, 4]) driver.feed(chunk(round * 100), ping(round * 100 + 1));
    expect(driver.said).toEqual(['a', 'a', 'a', 'end']);
    expect(driver.outcome).toBe('completed');
  });

  it('checks its condition before each round, on the last replies', () => {
    const condition = contains('more');
    const first = new Driver(scriptFor(looped(10, condition))).feed(ready(0));
    expect(first.wait(1).said).toEqual(['end']);
    const conversation = program(
      [{ text: 'a' }, { text: 'again' }, { text: 'end' }],
      [turn(0), { kind: 'repeat', slot: 0, times: 10, while: condition, to: 4 }, turn(1), jump(1), turn(2)],
    );
    const driver = new Driver(scriptFor(conversation)).feed(ready(0), chunk(10, { text: 'more?' }), ping(11));
    driver.feed(chunk(20, { text: 'still more' }), ping(21), chunk(30, { text: 'done' }), ping(31)).wait(40);
    expect(driver.said).toEqual(['a', 'again', 'again', 'end']);
  });

  it('draws new random values in every round', () => {
    const step = { utterance: { kind: 'text', choices: ['x', 'y', 'z', 'u', 'v', 'w'] } } as const;
    const conversation = program(
      [step],
      [{ kind: 'repeat', slot: 0, times: 8, while: undefined, to: 3 }, turn(0), jump(0)],
    );
    const saidBy = (seed: number) => {
      const driver = new Driver(scriptFor(conversation, { seed })).feed(ready(0));
      for (let round = 1; round <= 8; round++) driver.feed(chunk(round * 10), ping(round * 10 + 1));
      return driver.said;
    };
    expect(saidBy(1)).toEqual(saidBy(1));
    expect(saidBy(1)).not.toEqual(saidBy(2));
    expect(new Set(saidBy(1)).size).toBeGreaterThan(2);
  });

  it('without effect ends instead of looping forever', () => {
    const conversation = program(
      [],
      [{ kind: 'repeat', slot: 0, times: 1_000_000_000, while: undefined, to: 2 }, jump(0)],
    );
    const driver = new Driver(scriptFor(conversation)).feed(ready(0));
    expect(driver.outcome).toBe('failed');
    expect(driver.failures[0]).toContain('the loop has no step that takes time');
  });
});

describe('a branch', () => {
  const forked = program(
    [{ text: 'a' }, { text: 'yes' }, { text: 'no' }],
    [
      turn(0),
      { kind: 'branch', arms: [{ when: contains('sold out'), to: 2 }], otherwise: 4 },
      turn(1),
      jump(5),
      turn(2),
    ],
  );

  it.each([
    ['sorry, sold out', 'yes'],
    ['here you are', 'no'],
  ])('after "%s" takes the branch "%s"', (text, said) => {
    const driver = new Driver(scriptFor(forked)).feed(ready(0), chunk(10, { text }), ping(11)).wait(20);
    expect(driver.said).toEqual(['a', said]);
    expect(driver.feed(chunk(30), ping(31)).outcome).toBe('completed');
  });

  it('with a check on a variable without a value fails the conversation', () => {
    const conversation = program([], [{ kind: 'branch', arms: [{ when: contains('{{day}}'), to: 1 }], otherwise: 1 }]);
    const script = scriptFor({ ...conversation, instructions: [wait(), ...conversation.instructions] });
    const driver = new Driver(script).feed(ready(0), chunk(10));
    expect(driver.failures).toEqual(['variable: {{day}} has no value']);
    expect(driver.outcome).toBe('failed');
  });
});

describe('a wait', () => {
  const waiting = (overrides = {}) => scriptFor(program([{ text: 'a' }], [turn(0), wait(overrides)]));

  it('for a variable without a value fails at once', () => {
    const driver = new Driver(waiting({ check: contains('{{day}}') })).feed(ready(0), chunk(10), ping(11)).wait(20);
    expect(driver.failures).toEqual(['variable: {{day}} has no value']);
    expect(driver.outcome).toBe('failed');
  });

  it('ends with the output it waits for, measured from its own start', () => {
    const driver = new Driver(waiting({ check: contains('confirmed') })).feed(ready(0), chunk(10), ping(20));
    driver.feed(chunk(100, { text: 'one moment' }), chunk(320, { text: 'confirmed' }));
    expect(driver.all('measure').filter(({ metric }) => metric === 'wait')).toEqual([
      { kind: 'measure', metric: 'wait', loUs: 300_000, hiUs: 300_000, position: 0 },
    ]);
    expect(driver.outcome).toBe('completed');
  });

  it('finds what arrived since the last turn ended, and only once', () => {
    const conversation = program(
      [{ text: 'a' }],
      [turn(0), pause(1000), wait({ check: contains('ready') }), wait({ check: contains('ready'), timeoutMs: 500 })],
    );
    const driver = new Driver(scriptFor(conversation)).feed(
      ready(0),
      chunk(10),
      ping(20),
      chunk(300, { text: 'ready' }),
    );
    driver.wait(2000);
    expect(driver.all('measure').filter(({ metric }) => metric === 'wait')).toHaveLength(1);
    expect(driver.failures).toEqual([
      'wait: waited 0.5 s for a reply that contains "ready"; 0 other outputs were received',
    ]);
    expect(driver.outcome).toBe('failed');
  });

  it('fails on timeout, and continues if configured', () => {
    const script = scriptFor(program([{ text: 'a' }], [wait({ timeoutMs: 500, onFailure: 'continue' }), turn(0)]));
    const driver = new Driver(script).feed(ready(0)).wait(600);
    expect(driver.said).toEqual(['a']);
    driver.feed(chunk(700), ping(710));
    expect(driver.outcome).toBe('failed');
  });
});

describe('stopWhen', () => {
  const rule = { when: contains('human agent'), as: 'completed' } as const;
  const stopping = (as: 'completed' | 'failed' = 'completed') =>
    scriptFor(program([{ text: 'a' }, { text: 'b' }], [turn(0), turn(1)], { stopWhen: [{ ...rule, as }] }));

  it.each(['completed', 'failed'] as const)('ends turn and conversation at once, as %s', (as) => {
    const driver = new Driver(stopping(as)).feed(ready(0), chunk(10, { text: 'I call a human agent' })).wait(60_000);
    expect(driver.turns).toMatchObject([{ outcome: 'completed', endedBy: 'stop-when' }]);
    expect(driver.outcome).toBe(as);
    expect(driver.said).toEqual(['a']);
    const told = ['stop-when: "I call a human agent" ends the conversation as failed'];
    expect(driver.failures).toEqual(as === 'failed' ? told : []);
  });

  it('also sees unsolicited outputs', () => {
    const conversation = program([{ text: 'a' }, { text: 'b' }], [turn(0), pause(5000), turn(1)], { stopWhen: [rule] });
    const driver = new Driver(scriptFor(conversation)).feed(ready(0), chunk(10), ping(20));
    driver.feed(chunk(30, { text: 'a human agent is here', source: 'agent' })).wait(10_000);
    expect(driver.outcome).toBe('completed');
    expect(driver.said).toEqual(['a']);
  });
});

describe('the first utterance', () => {
  it('of an open load is intended at its arrival, and sent when the connection is ready', () => {
    const steps = [
      sayStep({ think: { kind: 'constant', ms: 900 } }),
      sayStep({ think: { kind: 'constant', ms: 900 } }),
    ];
    const script = scriptFor(conversationOf('talk', steps), { anchorUs: 5000 });
    const driver = new Driver(script).feed(ready(400), chunk(500), ping(510)).wait(2000);
    expect(driver.all('say')).toMatchObject([
      { intendedUs: 5000, dueUs: 400_000 },
      { intendedUs: 1_410_000, dueUs: 1_410_000 },
    ]);
    expect(driver.turns[0]).toMatchObject({ intendedUs: 5000 });
  });
});

describe('typing', () => {
  it('is shown from the start of the think time until the utterance', () => {
    const step = { typingIndicator: true, think: { kind: 'constant', ms: 100 } } as const;
    const driver = new Driver(scriptFor(program([step], [turn(0)]))).feed(ready(0)).wait(200);
    expect(driver.commands.map((command) => (command.kind === 'typing' ? command.on : command.kind))).toEqual([
      true,
      false,
      'say',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { MARKER_KEY } from '../../src/conversation/machine/next-act.ts';
import { shortHash } from '../../src/platform/redact.ts';
import { chunk, Driver, ping, ready, scriptFor } from '../support/drive-machine.ts';
import { contains, program, some, turn } from '../support/instructions.ts';

const quickReplies = (...titles: string[]) => ({
  _cognigy: {
    _default: {
      _quickReplies: {
        text: 'choose',
        quickReplies: titles.map((title) => ({ title, contentType: 'postback', payload: `pick ${title}` })),
      },
    },
  },
});
const twoTurns = (first: object, second: object, overrides = {}) =>
  scriptFor(
    program(
      [
        { text: 'a', ...first },
        { text: 'b', ...second },
      ],
      [turn(0), turn(1)],
    ),
    overrides,
  );

describe('a capture', () => {
  const day = { name: 'day', from: { kind: 'jsonpath', path: '$.data.day' }, otherwise: undefined } as const;
  const price = {
    name: 'price',
    from: { kind: 'regex', pattern: { pattern: '([0-9.]+) EUR', flags: '' }, group: 1 },
    otherwise: undefined,
  } as const;

  it('provides values of replies to later steps', () => {
    const script = twoTurns({ captures: [day, price] }, { text: '{{day}} for {{price}}', data: { at: '{{day}}' } });
    const reply = { text: 'that is 12.50 EUR', data: { day: 'monday' } };
    const driver = new Driver(script).feed(ready(0), chunk(10, reply), ping(20)).wait(30);
    expect(driver.all('say')[1]!.input).toMatchObject({ text: 'monday for 12.50', data: { at: 'monday' } });
  });

  it('that finds nothing is a failed check', () => {
    const driver = new Driver(twoTurns({ captures: [price] }, {})).feed(ready(0), chunk(10), ping(20));
    expect(driver.turns).toMatchObject([
      { outcome: 'mismatched', failure: { message: 'nothing to capture as price: no reply matches /([0-9.]+) EUR/' } },
    ]);
  });

  it('may have a default', () => {
    const script = twoTurns({ captures: [{ ...day, otherwise: 'today' }] }, { text: '{{day}}' });
    expect(new Driver(script).feed(ready(0), chunk(10), ping(20)).wait(30).said).toEqual(['a', 'today']);
  });
});

describe('a template', () => {
  it('without a value fails the step and sends nothing', () => {
    const driver = new Driver(twoTurns({}, { text: 'for {{day}}' })).feed(ready(0), chunk(10), ping(20)).wait(30);
    expect(driver.said).toEqual(['a']);
    expect(driver.failures).toEqual(['variable: {{day}} has no value']);
    expect(driver.outcome).toBe('failed');
  });

  it('in an expectation is filled in before the check', () => {
    const expected = { expect: contains('{{guest}}') };
    const script = twoTurns(expected, {}, { row: { guest: 'Ada' } });
    const outcome = (text: string) => new Driver(script).feed(ready(0), chunk(10, { text }), ping(20)).turns[0]!;
    expect(outcome('hello Ada')).toMatchObject({ outcome: 'completed' });
    expect(outcome('hello Bob').failure).toEqual({
      check: 'a reply that contains "{{guest}}"',
      difference: 'text-differs',
      message: `expected a reply that contains "{{guest}}", got 9 characters (#${shortHash('hello Bob', 8)})`,
      withTexts: 'expected a reply that contains "Ada", got "hello Bob"',
    });
  });
});

describe('a press step', () => {
  const press = (title?: string, number?: number) => ({ utterance: { kind: 'press', title, number } });

  it.each([
    ['by title', press('Other day'), 'pick Other day'],
    ['by title as it is read', press(' Other  day'), 'pick Other day'],
    ['by number', press(undefined, 2), 'pick Other day'],
    ['the first one', press(), 'pick Today'],
  ])('sends the payload of the offered choice, %s', (_how, step, said) => {
    const driver = new Driver(twoTurns({}, step)).feed(
      ready(0),
      chunk(10, { data: quickReplies('Today', 'Other day') }),
    );
    expect(driver.feed(ping(20)).wait(30).said).toEqual(['a', said]);
  });

  it('fails if the title was not offered, and lists the offered ones', () => {
    const driver = new Driver(twoTurns({}, press('Never'))).feed(
      ready(0),
      chunk(10, { data: quickReplies('Today') }),
      ping(20),
    );
    expect(driver.failures).toEqual(['press: "Never" was not offered; offered: "Today"']);
  });
});

describe('a check', () => {
  const outcomeOf = (expectation: object, reply: object) =>
    new Driver(twoTurns({ expect: expectation }, {})).feed(ready(0), chunk(10, reply), ping(20)).turns[0]!;

  it.each([
    ['a value', { jsonpath: [{ path: '$.data.n', expected: { kind: 'equals', value: 4 } }] }, '4 at $.data.n', '5'],
    [
      'something',
      { jsonpath: [{ path: '$.data.m', expected: { kind: 'exists', exists: true } }] },
      'a value at $.data.m',
      'no value',
    ],
    [
      'nothing',
      { jsonpath: [{ path: '$.data.n', expected: { kind: 'exists', exists: false } }] },
      'no value at $.data.n',
      '5',
    ],
    ['a source', { source: 'agent' }, 'a reply from agent', 'bot'],
    ['quick replies', { quickReplies: ['Yes'] }, '"Yes" to be offered', 'nothing to press'],
    ['every reply', { text: { of: 'all', matcher: { contains: 'x' } } }, 'that every reply contains "x"', '"hi"'],
  ])('of %s describes the expected and actual reply', (_what, expectation, expected, got) => {
    expect(outcomeOf(expectation, { data: { n: 5 } })).toMatchObject({
      outcome: 'mismatched',
      failure: { withTexts: `expected ${expected}, got ${got}` },
    });
  });

  it('may use only the last reply', () => {
    const script = twoTurns({ expect: { text: { of: 'last', matcher: { contains: 'two' } } } }, {});
    const turns = (...texts: string[]) =>
      new Driver(script).feed(ready(0), ...texts.map((text, index) => chunk(10 + index, { text })), ping(20)).turns[0]!;
    expect(turns('two', 'one').outcome).toBe('mismatched');
    expect(turns('one', 'two').outcome).toBe('completed');
  });
});

describe('an error text of the endpoint', () => {
  it('makes the turn errored although it is an ordinary output', () => {
    const script = twoTurns({ errorTexts: [{ pattern: 'went wrong', flags: 'i' }] }, {});
    const driver = new Driver(script).feed(ready(0), chunk(10, { text: 'Something Went wrong' }), ping(20));
    expect(driver.turns).toMatchObject([
      {
        outcome: 'errored',
        failure: { withTexts: 'the bot answered "Something Went wrong", which matches /went wrong/i of errorTexts' },
      },
    ]);
  });
});

describe('a marker', () => {
  it.each([
    ['text', { text: 'a [plv-test-c7]', data: undefined }],
    ['data', { text: 'a', data: { [MARKER_KEY]: 'plv-test-c7' } }],
  ] as const)('is sent with every utterance, in its %s', (marker, input) => {
    const driver = new Driver(twoTurns({}, {}, { marker })).feed(ready(0)).wait(1);
    expect(driver.all('say')[0]!.input).toMatchObject(input);
  });

  it('of another session in a reply is crosstalk, and not part of the turn', () => {
    const driver = new Driver(twoTurns({}, {}, { marker: 'text' })).feed(ready(0));
    driver.feed(chunk(10, { text: 'b [plv-test-c71]' }), chunk(12, { text: 'a [plv-test-c7]' }), ping(20));
    expect(driver.roles).toEqual(['crosstalk', 'attributed']);
    expect(driver.turns[0]!.replies).toHaveLength(1);
  });

  it('of another run is unsolicited', () => {
    const driver = new Driver(twoTurns({}, {}, { marker: 'data' })).feed(ready(0));
    driver.feed(chunk(10, { data: { [MARKER_KEY]: 'plv-other-c8' } }), chunk(11, { data: { at: 'plv-test-c8.2' } }));
    expect(driver.roles).toEqual(['attributed', 'crosstalk']);
  });
});

describe('a silent turn', () => {
  it('is a good one if the step may be silent', () => {
    const driver = new Driver(twoTurns({ mayBeSilent: true }, {})).feed(ready(0), ping(20));
    expect(driver.turns).toMatchObject([{ outcome: 'completed' }]);
  });

  it('ends with a check of the reply that completion names', () => {
    const completion = { kind: 'match', check: some({ contains: 'done' }) } as const;
    const driver = new Driver(twoTurns({ completion }, {})).feed(ready(0), chunk(10), chunk(20, { text: 'done' }));
    expect(driver.turns).toMatchObject([{ endedBy: 'match', ended: { hiUs: 20_000 } }]);
  });
});

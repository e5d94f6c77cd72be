import { describe, expect, it } from 'vitest';
import type { MachineEvent } from '../../src/conversation/machine/conversation-state.ts';
import {
  chunk,
  closed,
  Driver,
  interrupt,
  ping,
  pushAnswered,
  ready,
  type StepParts,
  scriptFor,
} from '../support/drive-machine.ts';
import { call, contains, hook, pause, program, push, turn, wait } from '../support/instructions.ts';

const returned = (atMs: number, value?: unknown, id = 1): MachineEvent => ({
  kind: 'called',
  atUs: atMs * 1000,
  id,
  result: { kind: 'returned', value },
});
const threw = (atMs: number, message = 'hooks.ts:9: no token', id = 1): MachineEvent => ({
  kind: 'called',
  atUs: atMs * 1000,
  id,
  result: { kind: 'threw', message },
});
const think = (ms: number) => ({ kind: 'constant', ms }) as const;

/** What a conversation of these steps and instructions does. */
const driven = (
  steps: readonly StepParts[],
  instructions: Parameters<typeof program>[1],
  overrides: Parameters<typeof program>[2] & { readonly script?: Parameters<typeof scriptFor>[1] } = {},
) => new Driver(scriptFor(program(steps, instructions, overrides), overrides.script));

describe('a step that calls a hook', () => {
  it('gives it variables and replies, and takes the variables that it returns', () => {
    const captures = [{ name: 'day', from: { kind: 'jsonpath', path: '$.text' }, otherwise: undefined }] as const;
    const driver = driven([{ text: 'a', captures }, { text: '{{day}} {{token}}' }], [turn(0), call(), turn(1)], {
      script: { vars: { region: 'eu' } },
    });
    driver.feed(ready(0), chunk(10, { text: 'Monday' }), ping(20));
    const [command] = driver.all('call');
    expect(command).toMatchObject({ hook: hook(), variables: { region: 'eu', day: 'Monday' } });
    expect(command?.replies.map(({ text }) => text)).toEqual(['Monday']);
    driver.feed(returned(50, { token: 't1' })).wait(60);
    expect(driver.said).toEqual(['a', 'Monday t1']);
  });

  it('does not delay an utterance whose think time lasts longer', () => {
    const driver = driven([{ text: 'a' }, { text: 'b', think: think(100) }], [turn(0), call(), turn(1)]);
    driver.feed(ready(0), chunk(10), ping(20), returned(50)).wait(121);
    expect(driver.all('say')[1]).toMatchObject({ intendedUs: 120_000, dueUs: 120_000 });
  });

  it('moves the intended instant of the next utterance to its return, if that is later', () => {
    const driver = driven([{ text: 'a' }, { text: 'b', think: think(100) }], [turn(0), call(), turn(1)]);
    driver.feed(ready(0), chunk(10), ping(20), returned(500)).wait(501);
    expect(driver.all('say')[1]).toMatchObject({ intendedUs: 500_000, dueUs: 500_000 });
    expect(driver.turns[0]).toMatchObject({ ended: { hiUs: 20_000 } });
  });

  it('counts as think time, but not twice', () => {
    const times = (hookMs: number) => {
      const driver = driven([{ text: 'a' }, { text: 'b', think: think(100) }], [turn(0), call(), turn(1)]);
      driver.feed(ready(0), chunk(10), ping(20), returned(20 + hookMs)).wait(900);
      driver.feed(chunk(1000), ping(1000));
      return driver.all('end-conversation')[0]?.thoughtUs;
    };
    expect(times(40)).toBe(100_000);
    expect(times(300)).toBe(300_000);
    const paused = driven([], [call(), pause(100)])
      .feed(ready(0), returned(40))
      .wait(200);
    expect(paused.all('end-conversation')[0]?.thoughtUs).toBe(100_000);
  });

  it.each<[string, MachineEvent, string]>([
    ['throws', threw(50), 'call: call ./hooks.ts#login: hooks.ts:9: no token'],
    [
      'returns something else',
      returned(50, 'text'),
      'call: call ./hooks.ts#login: returned a string; return an object of variables, such as { token }',
    ],
    [
      'returns a value that is no data',
      returned(50, { when: new Date() }),
      'call: call ./hooks.ts#login: returned a Date as when; variables are strings, numbers, lists and plain objects',
    ],
  ])('fails if the hook %s', (_, event, failure) => {
    const driver = driven([{ text: 'a' }], [call(), turn(0)]).feed(ready(0), event);
    expect(driver.failures).toEqual([failure]);
    expect(driver.outcome).toBe('failed');
  });

  it('fails at its timeout, and ignores what the hook returns later', () => {
    const driver = driven(
      [{ text: '{{token}}' }],
      [call({ timeoutMs: 100, onFailure: 'continue' }), call(), turn(0)],
    ).feed(ready(0));
    driver.wait(101).feed(returned(150, { token: 'late' }, 1));
    expect(driver.failures).toEqual(['call: call ./hooks.ts#login: did not return within 100 ms']);
    driver.feed(returned(200, { token: 'right' }, 2)).wait(210);
    expect(driver.said).toEqual(['right']);
  });

  it('continues after a failure if the step says so; the conversation has failed', () => {
    const driver = driven([{ text: 'a' }], [call({ onFailure: 'continue' }), turn(0)]);
    driver.feed(ready(0), threw(50)).wait(60).feed(chunk(70), ping(80));
    expect([driver.said, driver.outcome]).toEqual([['a'], 'failed']);
  });

  it('quotes values and texts of the bot only with --keep-texts', () => {
    const driver = driven([{ text: 'a' }], [turn(0), call()], { script: { vars: { token: 'secret-1' } } });
    driver.feed(ready(0), chunk(10, { text: 'Your name?' }), ping(20), threw(50, 'hooks.ts:9: secret-1, Your name?'));
    const [failed] = driver.all('step-failed');
    expect(failed?.failure.message).toMatch(/hooks\.ts:9: \{\{token\}\}, 10 characters \(#/);
    expect(failed?.failure.withTexts).toContain('secret-1, Your name?');
  });

  it('is in a step that an interruption leaves open, and a lost connection ends', () => {
    const interrupted = driven([], [call()]).feed(ready(0), interrupt(50));
    expect(interrupted.all('end-conversation')[0]).toMatchObject({
      outcome: 'interrupted',
      interruptedIn: 'in-step',
    });
    const lost = driven([], [call()]).feed(ready(0), closed(50), returned(60));
    expect(lost.outcome).toBe('failed');
    expect(lost.all('end-conversation')).toHaveLength(1);
  });

  it('sees late outputs, which a wait after it finds', () => {
    const driver = driven([{ text: 'a' }], [turn(0), call(), wait({ check: contains('confirmed') })]);
    driver.feed(ready(0), chunk(10), ping(20), chunk(30, { text: 'confirmed' }), returned(40));
    expect([driver.roles.at(-1), driver.outcome]).toEqual(['late', 'completed']);
  });

  it('ends with an output of stopWhen', () => {
    const stopWhen = [{ when: contains('agent'), as: 'completed' }] as const;
    const driver = driven([{ text: 'a' }], [turn(0), call()], { stopWhen });
    driver.feed(ready(0), chunk(10), ping(20), chunk(30, { text: 'agent' }), returned(40));
    expect(driver.outcome).toBe('completed');
  });

  it('runs while a request is open, whose failure does not end the call', () => {
    const driver = driven([{ text: 'a' }], [push({ await: false, onFailure: 'continue' }), call(), turn(0)]);
    driver.feed(ready(0)).wait(1);
    driver.feed(pushAnswered(10, 1, 500), returned(20)).wait(21);
    expect(driver.said).toEqual(['a']);
  });

  it('draws the same numbers for the same seed, and others in each round', () => {
    const numbers = (seed: number) => {
      const looped = [
        { kind: 'repeat', slot: 0, times: 3, while: undefined, to: 3 } as const,
        call(),
        { kind: 'jump', to: 0 } as const,
      ];
      const driver = driven([], looped, { script: { seed } }).feed(ready(0));
      for (const round of [1, 2, 3]) driver.feed(returned(round, undefined, round));
      return driver.all('call').map(({ stream }) => stream().next());
    };
    expect(numbers(5)).toEqual(numbers(5));
    expect(new Set([...numbers(5), ...numbers(6)]).size).toBe(6);
  });
});

describe('a check by a hook', () => {
  const checked = { text: 'a', expect: { call: hook('isOk') } } as const;

  it('judges a turn that has ended; the turn keeps its end', () => {
    const driver = driven([checked, { text: 'b', think: think(100) }], [turn(0), turn(1)]);
    driver.feed(ready(0), chunk(10, { text: 'Monday' }), ping(20));
    expect(driver.turns).toEqual([]);
    expect(driver.all('call')[0]?.replies.map(({ text }) => text)).toEqual(['Monday']);
    driver.feed(returned(60, true)).wait(121);
    expect(driver.turns[0]).toMatchObject({ outcome: 'completed', endedBy: 'final-ping', ended: { hiUs: 20_000 } });
    expect(driver.all('say')[1]).toMatchObject({ intendedUs: 120_000 });
  });

  it('delays the next utterance only by what exceeds its think time', () => {
    const driver = driven([checked, { text: 'b', think: think(100) }], [turn(0), turn(1)]);
    driver.feed(ready(0), chunk(10), ping(20), returned(400)).wait(401);
    expect(driver.all('say')[1]).toMatchObject({ intendedUs: 400_000, dueUs: 400_000 });
  });

  it.each<[string, MachineEvent, string, string]>([
    ['false', returned(60, false), 'check-failed', 'call ./hooks.ts#isOk: returned false'],
    ['a text', returned(60, 'the day is missing'), 'check-failed', 'call ./hooks.ts#isOk: the day is missing'],
    ['an exception', threw(60), 'threw', 'call ./hooks.ts#isOk: hooks.ts:9: no token'],
    [
      'a number',
      returned(60, 1),
      'wrong-value',
      'call ./hooks.ts#isOk: returned a number; return true, or false or a string that says what is wrong',
    ],
  ])('fails the turn with %s', (_, event, difference, message) => {
    const driver = driven([checked, { text: 'b' }], [turn(0), turn(1)]).feed(ready(0), chunk(10), ping(20), event);
    expect(driver.turns[0]).toMatchObject({ outcome: 'mismatched', failure: { difference, message } });
    expect([driver.outcome, driver.said]).toEqual(['failed', ['a']]);
  });

  it('times out with its step', () => {
    const driver = driven([{ ...checked, timeoutMs: 500 }], [turn(0)])
      .feed(ready(0), chunk(10), ping(20))
      .wait(521);
    expect(driver.turns[0]).toMatchObject({
      outcome: 'mismatched',
      ended: { hiUs: 20_000 },
      failure: { difference: 'timed-out' },
    });
  });

  it('continues after a failure if the step says so', () => {
    const driver = driven([{ ...checked, onFailure: 'continue' }, { text: 'b' }], [turn(0), turn(1)]);
    driver.feed(ready(0), chunk(10), ping(20), returned(60, false)).wait(61);
    expect(driver.said).toEqual(['a', 'b']);
    expect(driver.feed(chunk(70), ping(80)).outcome).toBe('failed');
  });

  it('is not called when another check has failed, nor when stopWhen ends the turn', () => {
    const other = driven([{ ...checked, expect: { replies: 2, call: hook() } }], [turn(0)]);
    expect(other.feed(ready(0), chunk(10), ping(20)).all('call')).toEqual([]);
    const stopped = driven([checked], [turn(0)], { stopWhen: [{ when: contains('agent'), as: 'completed' }] });
    expect(stopped.feed(ready(0), chunk(10, { text: 'agent' })).all('call')).toEqual([]);
    expect(stopped.outcome).toBe('completed');
  });

  it('gets what the turn has captured', () => {
    const captures = [{ name: 'day', from: { kind: 'jsonpath', path: '$.text' }, otherwise: undefined }] as const;
    const driver = driven([{ ...checked, captures }], [turn(0)]).feed(
      ready(0),
      chunk(10, { text: 'Monday' }),
      ping(20),
    );
    expect(driver.all('call')[0]?.variables).toEqual({ day: 'Monday' });
  });

  it('reports the turn as interrupted when the load ends before it returns', () => {
    const driver = driven([checked], [turn(0)]).feed(ready(0), chunk(10), ping(20), interrupt(50), returned(60, false));
    expect(driver.turns).toMatchObject([{ outcome: 'interrupted', endedBy: 'stop', ended: { hiUs: 20_000 } }]);
    expect(driver.all('end-conversation')).toMatchObject([{ outcome: 'interrupted', interruptedIn: 'in-turn' }]);
  });

  it('still judges the turn when the connection is lost meanwhile; the conversation has failed', () => {
    const driver = driven([checked, { text: 'b' }], [turn(0), turn(1)]);
    driver.feed(ready(0), chunk(10), ping(20), closed(50));
    expect(driver.outcome).toBeUndefined();
    driver.feed(returned(60, true));
    expect(driver.turns[0]).toMatchObject({ outcome: 'completed' });
    expect([driver.outcome, driver.said]).toEqual(['failed', ['a']]);
  });

  it('reports the turn as completed when a late output of stopWhen ends the conversation', () => {
    const stopWhen = [{ when: contains('agent'), as: 'failed' }] as const;
    const driver = driven([checked], [turn(0)], { stopWhen });
    driver.feed(ready(0), chunk(10), ping(20), chunk(30, { text: 'agent' }), returned(60, false));
    expect(driver.turns).toMatchObject([{ outcome: 'completed' }]);
    expect(driver.outcome).toBe('failed');
  });
});

describe('an utterance from a hook', () => {
  const spoken = { utterance: { kind: 'call', hook: hook('sayIt') }, think: think(100) } as const;

  it('is fetched while the user thinks', () => {
    const driver = driven([spoken], [turn(0)]).feed(ready(0));
    expect(driver.all('call')).toHaveLength(1);
    driver.feed(returned(40, 'to Berlin')).wait(101);
    expect(driver.said).toEqual(['to Berlin']);
    expect(driver.all('say')[0]).toMatchObject({ intendedUs: 100_000, dueUs: 100_000 });
  });

  it('is intended when the hook returns, if that is after the think time', () => {
    const driver = driven([spoken], [turn(0)])
      .feed(ready(0), returned(400, 'late'))
      .wait(401);
    expect(driver.all('say')[0]).toMatchObject({ intendedUs: 400_000, dueUs: 400_000 });
    driver.feed(chunk(410), ping(420));
    expect(driver.all('end-conversation')[0]).toMatchObject({ outcome: 'completed', thoughtUs: 400_000 });
  });

  it('of an arrival is intended when the hook returns, not before', () => {
    const driver = driven([spoken], [turn(0)], { script: { anchorUs: 5_000 } });
    driver.feed(ready(10), returned(40, 'now')).wait(41);
    expect(driver.all('say')[0]).toMatchObject({ intendedUs: 40_000, dueUs: 40_000 });
  });

  it('may have data, and its text is not a template', () => {
    const driver = driven([{ ...spoken, data: { locale: 'en' } }], [turn(0)]).feed(ready(0));
    driver.feed(returned(40, { text: '{{x}}', data: { seats: 2 } })).wait(101);
    expect(driver.all('say')[0]?.input).toMatchObject({ text: '{{x}}', data: { locale: 'en', seats: 2 } });
  });

  it.each<[string, MachineEvent, string]>([
    ['nothing', returned(40), 'call: call ./hooks.ts#sayIt: returned nothing; return a string, or { text, data }'],
    ['a number', returned(40, 3), 'call: call ./hooks.ts#sayIt: returned a number; return a string, or { text, data }'],
    ['', returned(40, ''), 'call: call ./hooks.ts#sayIt: returned an empty string; return a string, or { text, data }'],
    ['an exception', threw(40), 'call: call ./hooks.ts#sayIt: hooks.ts:9: no token'],
  ])('fails the step with %s', (_, event, failure) => {
    const driver = driven([spoken], [turn(0)]).feed(ready(0), event);
    expect([driver.failures, driver.outcome]).toEqual([[failure], 'failed']);
  });

  it('is not fetched without a connection', () => {
    const driver = driven([spoken], [{ kind: 'disconnect' }, turn(0)]).feed(ready(0));
    expect(driver.all('call')).toEqual([]);
    expect(driver.failures[0]).toMatch(/^offline:/);
  });
});

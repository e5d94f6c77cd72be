import { expect, it } from 'vitest';
import { loadScenario } from '../../src/scenario/load-scenario.ts';

const load = (text: string, protocol?: 'rasa' | 'cognigy') =>
  loadScenario(`${text}\nconversations: [{ steps: [hello] }]`, 'flow.yml', { env: {}, needTargets: true, protocol });

it('limits billed conversations only where some are billed', () => {
  const budget = 'budget: { inputs: 10, conversations: 2 }';
  const rasa = 'a: { url: "http://a", protocol: rasa }';
  expect(() => load(`${budget}\ntargets: { ${rasa} }`)).toThrow(
    /"conversations" cannot be used: the protocol rasa bills no/,
  );
  expect(load(`${budget}\ntargets: { ${rasa}, b: { url: "http://b/TOKEN" } }`).budget).toMatchObject({
    conversations: 2,
  });
});

it('follows the protocol of the command line in place of those of the file', () => {
  const defaults = 'defaults: { completion: final-ping }';
  expect(load(defaults).conversations).toHaveLength(1);
  expect(() => load(defaults, 'rasa')).toThrow(/"completion" cannot be used: the protocol rasa/);
  const target = 'targets: { a: { url: "http://a", protocol: rasa } }';
  expect(load(`${defaults}\n${target}`, 'cognigy').conversations).toHaveLength(1);
});

it.each(['input: disconnect', 'input: message, outputs: connect_error', 'input: { event: newListener }'])(
  'refuses events of Socket.IO itself: %s',
  (events) => {
    const rest = events.includes('outputs') ? '' : ', outputs: reply';
    const target = `a: { url: "http://a", protocol: custom, events: { ${events}${rest} } }`;
    expect(() => load(`targets: { ${target} }`)).toThrow(/is an event of Socket\.IO itself; use an event of the bot/);
  },
);

import { expect, it } from 'vitest';
import { needsLastReplies } from '../../src/conversation/needs-last-replies.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';

function conversation(steps: string) {
  const text = `conversations: [ { steps: ${steps} } ]`;
  return loadScenario(text, 'talk.yml', { env: {}, needTargets: false }).conversations[0]!;
}

it.each([
  ['only talks', '[ hello, { say: bye, think: typing } ]', false],
  ['repeats a fixed number of times', '[ { repeat: { times: 3, steps: [ hello ] } } ]', false],
  [
    'checks and captures replies at once',
    '[ { say: hi, expect: { text: hi }, capture: { a: { regex: "/x/" } } } ]',
    false,
  ],
  ['presses what was offered', '[ hello, { press: 1 } ]', true],
  ['branches', '[ hello, { branch: [ { when: { text: hi }, steps: [ bye ] } ] } ]', true],
  ['repeats while a reply says so', '[ hello, { repeat: { while: { text: hi }, steps: [ bye ] } } ]', true],
  ['reads before it speaks', '[ hello, { say: bye, think: reading } ]', true],
  ['reads before a request', '[ hello, { notify: { text: ready, think: reading } } ]', true],
])('a conversation that %s', (_, steps, expected) => {
  expect(needsLastReplies(conversation(steps))).toBe(expected);
});

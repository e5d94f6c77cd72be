import { expect, it } from 'vitest';
import { sampleNoun } from '../../src/verdict/metric-kind.ts';

it.each([
  ['turn', 'turn'],
  ['first_output', 'turn'],
  ['turn_failure', 'turn'],
  ['conversation_completion', 'conversation'],
  ['goodput', 'conversation'],
  ['start_delay', 'conversation'],
  ['connect_tls', 'connection'],
  ['ready', 'connection'],
  ['wait', 'wait step'],
  ['push_http', 'request'],
  ['reply_gap', 'sample'],
])('%s counts by the %s', (metric, noun) => {
  expect(sampleNoun(metric)).toBe(noun);
});

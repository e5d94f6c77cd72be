/**
 * A scenario in TypeScript: conversations generated from data, with a function for the steps they share. Editors complete and
 * check its keys where palaver is installed.
 *
 *     palaver run scenarios/party-sizes.ts --mock
 *
 * Guests book a table for parties of several sizes. Steps with the same `as` are measured together, whatever their text.
 */
import { defineScenario, type Step } from 'palaver';

const ask = (say: string, as: string, expected: RegExp): Step => ({
  say,
  as,
  think: 'lognormal 800ms 0.4',
  expect: { text: { matches: String(expected) }, turn: '2s' },
});

const book = (guests: number) => ({
  name: `party of ${guests}`,
  weight: 1 / guests,
  steps: [
    'hello',
    ask('I want to book a table', 'book', /how many/i),
    ask(`for ${guests} people`, 'size', new RegExp(`for ${guests}\\b.*when`, 'i')),
    ask('tomorrow at 19:30', 'day and time', /name/i),
  ],
});

export default defineScenario({
  name: 'party sizes',
  mock: { bot: 'booking', delay: 'lognormal 200ms 0.3' },
  load: { closed: { vus: 10, duration: '10s', startSpread: '2s' } },
  conversations: [2, 4, 8].map(book),
  thresholds: ['turn p(95) < 1s', 'turn{step="size"} p(90) < 1s', 'conversation_completion > 99%'],
});

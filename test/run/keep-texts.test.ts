import { expect, it } from 'vitest';
import { observedRun } from '../support/observed-run.ts';

/** The endpoint echoes, so what it says follows from chance. */
const GUESS = {
  text: 'call {{$number 1000000 9999999}}',
  expect: { text: { of: 'any', matcher: { contains: '{{$vu}} x' } } },
} as const;

it.each([
  [false, /^expected a reply that contains "\{\{\$vu\}\} x", got 12 characters \(#[0-9a-f]{8}\)$/],
  [true, /^expected a reply that contains "0 x", got "call \d{7}"$/],
])('a run with keep-texts %s describes a failed check', async (keepTexts, told) => {
  const options = { vus: 1, conversations: 2, 'keep-texts': keepTexts };
  const { report } = await observedRun({ options, steps: [GUESS] });
  const [error] = report.errors;
  expect(error).toMatchObject({ class: 'mismatched', count: 2, causes: [{ count: 2 }] });
  expect(error!.causes![0]!.example).toMatch(told);
  expect(report.checks[0]!.failure).toMatch(told);
});

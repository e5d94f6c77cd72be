import { nearestWord } from '../../../platform/nearest-word.ts';

/** What other tools and languages call a step. */
const SYNONYMS: Readonly<Record<string, string>> = {
  sleep: 'pause',
  delay: 'pause',
  think: 'pause',
  send: 'say',
  type: 'say',
  utter: 'say',
  utterance: 'say',
  input: 'say',
  user: 'say',
  click: 'press',
  button: 'press',
  loop: 'repeat',
  if: 'branch',
  include: 'use',
  hook: 'call',
  function: 'call',
  script: 'call',
  code: 'call',
  javascript: 'call',
};

/** The key of `known` that was probably meant by `key`: a synonym or a typo; undefined if there is none. */
export function nearestStepKey(key: string, known: readonly string[]): string | undefined {
  const synonym = Object.hasOwn(SYNONYMS, key) ? SYNONYMS[key]! : undefined;
  return synonym !== undefined && known.includes(synonym) ? synonym : nearestWord(key, known);
}

import { isScalar, type Scalar, type YAMLMap } from 'yaml';
import { nearestStepKey } from '../schema/steps/nearest-step-key.ts';
import { STEP_KEYS } from '../schema/steps/step-schema.ts';

/**
 * ` #` starts a comment in YAML, which truncates `- I am #1` to "I am". A comment is taken as intended if there are several
 * spaces before the # or a space after it.
 */
export function truncatedText(scalar: Scalar, text: string): string | undefined {
  const end = scalar.range?.[1];
  if (end === undefined) return undefined;
  const cut = /^[ \t]?#[^\s#][^\r\n]*/.exec(text.slice(end));
  if (!cut || (scalar.source === '' && text[end - 1] === '#')) return undefined;
  return `the string ends before "#", which starts a comment; put it in quotes: ${JSON.stringify(`${scalar.source ?? ''}${cut[0]}`.trim())}`;
}

/** Why a map in a list of steps is not a step but a string that YAML split at a colon; undefined if it may be a step. */
export function notAStep(map: YAMLMap, text: string): string | undefined {
  const [only, ...others] = map.items;
  if (!only || others.length > 0 || !isScalar(only.key)) return undefined;
  const key = String(only.key.value);
  if (STEP_KEYS.includes(key)) return undefined;
  const [start = 0, , end = 0] = map.range ?? [];
  const written = text.slice(start, end).split('\n')[0]?.trim() ?? key;
  const likely = nearestStepKey(key, STEP_KEYS);
  const suggestion = likely === undefined ? '' : `did you mean ${likely}? `;
  return `"${key}" is not a step type; ${suggestion}${suggestion ? 'A' : 'a'} string with a colon needs quotes: ${JSON.stringify(written)}`;
}

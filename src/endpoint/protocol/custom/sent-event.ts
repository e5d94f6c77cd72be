import { namesIn } from '../../../template/template.ts';
import { isRecord } from '../../wire-value.ts';
import type { SentEvent } from '../custom-events.ts';

/** Whether a template of this variable is in the arguments. */
export function usesVariable({ args }: Pick<SentEvent, 'args'>, name: string): boolean {
  return textsOf(args).some((text) => namesIn(text).includes(name));
}

/** The fields of the payload, to which `extra` fields can be added; undefined if it has none. */
export function payloadFields({ args }: Pick<SentEvent, 'args'>): readonly string[] | undefined {
  const [payload] = args;
  return args.length === 1 && isRecord(payload) ? Object.keys(payload) : undefined;
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

import type { Capture } from '../../scenario/scenario.ts';
import type { Reply } from '../turn/open-turn.ts';
import type { CheckDeps } from './check-deps.ts';
import type { Failure } from './failure.ts';
import { textsOf, valuesAt } from './judge-reply.ts';
import { compiled } from './text-regex.ts';

export type Captured =
  | { readonly variables: Readonly<Record<string, unknown>> }
  /** A capture found nothing. */
  | { readonly failure: Failure };

/** The values that the captures of a step find in the replies of its turn; each takes its first match. */
export function captureValues(captures: readonly Capture[], replies: readonly Reply[], deps: CheckDeps): Captured {
  const variables: Record<string, unknown> = {};
  for (const capture of captures) {
    const value = valueFor(capture, replies, deps) ?? capture.otherwise;
    if (value === undefined) return { failure: captureFailure(capture) };
    variables[capture.name] = value;
  }
  return { variables };
}

function valueFor({ from }: Capture, replies: readonly Reply[], deps: CheckDeps): unknown {
  if (from.kind === 'jsonpath') return valuesAt(from.path, replies)[0];
  for (const text of replies.flatMap((reply) => textsOf(reply, deps))) {
    const matcher = compiled(from.pattern).matcher(text);
    if (matcher.find()) return matcher.group(from.group) ?? undefined;
  }
  return undefined;
}

function captureFailure(capture: Capture): Failure {
  const message = `nothing to capture as ${capture.name}: ${describeMiss(capture)}`;
  return { check: `capture ${capture.name}`, difference: 'not-captured', message };
}

function describeMiss({ from }: Capture): string {
  if (from.kind === 'jsonpath') return `no reply has a value at ${from.path}`;
  return `no reply matches /${from.pattern.pattern}/${from.pattern.flags}`;
}

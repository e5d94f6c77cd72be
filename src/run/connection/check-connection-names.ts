import type { EndpointSettings } from '../../endpoint/endpoint-settings.ts';
import { templatedTexts } from '../../endpoint/session/connection-values.ts';
import { KnownError } from '../../platform/known-error.ts';
import { connectionNameProblem } from '../../scenario/connection-names.ts';
import type { Conversation, Scenario } from '../../scenario/scenario.ts';

/**
 * Checks that the templates of all targets have a value when a conversation connects, wherever they come from.
 * @throws KnownError (104)
 */
export function checkConnectionNames(
  { conversations, setup }: Pick<Scenario, 'conversations'> & { readonly setup?: unknown },
  targets: readonly EndpointSettings[],
): void {
  // The variables that it returns are not known before it runs.
  if (setup !== undefined) return;
  for (const target of targets)
    for (const { place, text } of templatedTexts(target))
      for (const { name, feed, steps } of conversations) {
        const names = { conversation: name, columns: feed?.columns, captures: capturesOf(steps), ids: true };
        const problem = connectionNameProblem(text, names);
        if (problem !== undefined) throw new KnownError(`target ${target.name}: ${place} ${problem}`);
      }
}

function capturesOf(steps: Conversation['steps']): readonly string[] {
  return steps.flatMap(({ captures }) => captures.map(({ name }) => name));
}

import type { ThreadDeps } from '../conversation/conversation-deps.ts';
import { rememberForNow } from '../platform/redact.ts';
import { secretNames, textsOfSecret } from '../scenario/data/user-secrets.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Shard } from './shard.ts';
import type { ShardDeps } from './shard-deps.ts';

type Sources = Pick<Scenario, 'secrets' | 'conversations'>;

/** Hides secrets that conversations capture or functions return; undefined if there can be none. */
export function hidingCaptured(
  { scenario, targets }: { readonly scenario: Sources; readonly targets: Shard['targets'] },
  { onSecret }: Pick<ShardDeps, 'onSecret'>,
): ThreadDeps['onCaptured'] {
  const names = [...secretNames(scenario, targets)].filter(([name]) => isCaptured(scenario, name));
  if (names.length === 0) return undefined;
  return (captured) => {
    const secrets = names.flatMap(([name, minLength]) =>
      Object.hasOwn(captured, name) ? textsOfSecret(captured[name], minLength) : [],
    );
    for (const secret of secrets) {
      rememberForNow(secret);
      onSecret?.(secret);
    }
  };
}

/** Which variables a function returns is not known before. */
function isCaptured({ conversations }: Sources, name: string): boolean {
  return conversations.some(
    ({ steps, instructions }) =>
      steps.some(({ captures }) => captures.some((each) => each.name === name)) ||
      instructions.some(({ kind }) => kind === 'call'),
  );
}

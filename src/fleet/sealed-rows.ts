import { deserialize, serialize } from 'node:v8';
import type { SettledEndpoint } from '../endpoint/endpoint-settings.ts';
import { KnownError } from '../platform/known-error.ts';
import { secretNames } from '../scenario/data/user-secrets.ts';
import type { Row, Scenario } from '../scenario/scenario.ts';
import { type FleetKey, seal, unseal } from './wire/seal.ts';

/** The rows of the feeds, by conversation; undefined for a conversation without a feed. */
type Rows = readonly (readonly Row[] | undefined)[];

/**
 * The rows of all feeds, sealed with the key of the fleet; undefined if no column is a secret: rows are then a part of the plan.
 * @throws KnownError (104) for secret columns without a key: they are never sent unencrypted.
 */
export function sealRows(
  scenario: Pick<Scenario, 'conversations' | 'secrets'>,
  targets: readonly SettledEndpoint[],
  key: FleetKey | undefined,
  context: string,
): Uint8Array | undefined {
  const names = secretNames(scenario, targets);
  const feeds = scenario.conversations.map(({ feed }) => feed);
  const secret = feeds.find((feed) => feed?.columns.some((column) => names.has(column)));
  if (!secret) return undefined;
  if (key) return seal(serialize(feeds.map((feed) => feed?.rows)), key, context);
  const column = secret.columns.find((each) => names.has(each))!;
  throw new KnownError(
    `the column ${column} of ${secret.file} is a secret, which would be sent to the agents unencrypted`,
    { hint: 'use --fleet-key-file on the coordinator and on all agents' },
  );
}

/** The scenario without the rows of its feeds. */
export function withoutRows(scenario: Scenario): Scenario {
  return withRows(scenario, []);
}

/** The scenario with the rows that `sealRows` sealed. */
export function withSealedRows(scenario: Scenario, sealed: Uint8Array, key: FleetKey, context: string): Scenario {
  return withRows(scenario, deserialize(unseal(sealed, key, context)) as Rows);
}

/** Conversations that share a feed still do. */
function withRows(scenario: Scenario, rows: Rows): Scenario {
  const made = new Map<unknown, Scenario['conversations'][number]['feed']>();
  const conversations = scenario.conversations.map((conversation, index) => {
    const { feed } = conversation;
    if (!feed) return conversation;
    const own = made.get(feed) ?? { ...feed, rows: rows[index] ?? [] };
    made.set(feed, own);
    return { ...conversation, feed: own };
  });
  return { ...scenario, conversations };
}

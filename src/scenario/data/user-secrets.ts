import type { EndpointSettings } from '../../endpoint/endpoint-settings.ts';
import { credentialTexts, namesUsed } from '../../endpoint/session/connection-values.ts';
import { rememberSecrets } from '../../platform/redact.ts';
import type { Feed, Scenario } from '../scenario.ts';

type Targets = readonly Pick<EndpointSettings, 'headers' | 'query' | 'protocol'>[];

/** Shorter values of a header or query parameter are rather flags and languages than credentials. */
const MIN_CREDENTIAL = 8;

/**
 * Columns and variables that are secrets: those in `secrets`, and those that headers, query parameters and `auth` use; with the
 * minimum length of their values.
 */
export function secretNames(
  { secrets = [] }: Pick<Scenario, 'secrets'>,
  targets: Targets,
): ReadonlyMap<string, number> {
  const used = usedByCredentials(targets).map((name) => [name, MIN_CREDENTIAL] as const);
  return new Map([...used, ...secrets.map((name) => [name, 0] as const)]);
}

interface Sources extends Pick<Scenario, 'secrets' | 'conversations'> {
  /** Variables that all conversations have. */
  readonly vars?: Readonly<Record<string, unknown>> | undefined;
}

/** From now on `redact` hides the secrets of all rows, and of the variables that all conversations have, in this thread. */
export function rememberUserSecrets(scenario: Sources, targets: Targets): void {
  const feeds = new Set(scenario.conversations.flatMap(({ feed }) => feed ?? []));
  for (const [name, minLength] of secretNames(scenario, targets)) {
    rememberColumn(feeds, name, minLength);
    rememberSecrets(textsOfSecret(scenario.vars?.[name], minLength));
  }
}

/** From now on `redact` hides the values of a column that have at least `minLength` characters. */
export function rememberColumn(feeds: Iterable<Feed>, name: string, minLength = 0): void {
  for (const { columns, rows } of feeds) {
    if (!columns.includes(name)) continue;
    for (const row of rows) rememberSecrets(textsOfSecret(row[name], minLength));
  }
}

/** The strings and numbers in a secret value that have at least `minLength` characters. */
export function textsOfSecret(value: unknown, minLength = 0): readonly string[] {
  if (typeof value === 'object' && value !== null)
    return Object.values(value).flatMap((inner) => textsOfSecret(inner, minLength));
  const text = value === null || value === undefined ? '' : String(value);
  return text.length < minLength ? [] : [text];
}

function usedByCredentials(targets: Targets): readonly string[] {
  return namesUsed(targets.flatMap(credentialTexts));
}

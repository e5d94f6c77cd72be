import { type EndpointAddress, parseEndpointAddress, withPath } from '../endpoint/endpoint-address.ts';
import type { EndpointSettings } from '../endpoint/endpoint-settings.ts';
import { PLATFORM_TERMS } from '../endpoint/protocol/platform-terms.ts';
import { protocolOf } from '../endpoint/protocol/protocol-of.ts';
import { readTextFile } from '../platform/files/read-file.ts';
import { KnownError } from '../platform/known-error.ts';
import type { Environment } from '../platform/process/environment.ts';
import type { TargetEntry } from '../scenario/scenario.ts';
import { refuseTemplate } from './connection/check-settings.ts';
import { splitName } from './key-value.ts';
import { resolveSettings } from './plan/resolve-settings.ts';
import type { TargetOptions } from './run-options.ts';

type Entries = Readonly<Record<string, TargetEntry>>;

/** Address of the mock endpoint of a target, if the run uses it. */
export type MockPlaces = (target: string) => { readonly url: string; readonly token: string };

/**
 * The targets of a run: the mock endpoint for all of them, else --target, else PALAVER_TARGET, else the scenario's.
 *
 * - a bare URL replaces the URL of the scenario's only target and keeps its name and settings, but not its token, which
 *   belongs to the replaced URL; without targets in the scenario, the target is named `default`; with several, it is an
 *   error
 * - `name=url` replaces or adds that one; targets not named on the command line are not used
 */
export function resolveTargets(
  entries: Entries,
  options: TargetOptions,
  env: Environment,
  mock?: MockPlaces,
): EndpointSettings[] {
  const chosen = mock ? atMock(entries, mock) : chooseEntries(entries, options.target ?? []);
  const names = Object.keys(chosen);
  if (names.length === 0) {
    throw new KnownError('no target specified', {
      hint: 'use --target https://host/TOKEN, set PALAVER_TARGET, or try --mock',
    });
  }
  const tokens = mock ? new Map<string, string>() : readTokenFiles(options['token-file'], names);
  return names.map((name) => {
    const entry = chosen[name]!;
    const token = tokens.get(name) ?? entry.token ?? (mock ? undefined : env.PALAVER_TOKEN);
    const { tokenInUrl } = PLATFORM_TERMS[protocolOf(entry, options)];
    const address = addressOf(name, entry, { token, tokenInUrl });
    return resolveSettings({ name, ...withCredential(address, entry, tokenInUrl) }, options, env);
  });
}

/** The scenario's targets whose URL is used: only their variables must be set. */
export function neededTargets(options: TargetOptions): boolean {
  return !options.mock && (options.target ?? []).length === 0;
}

function chooseEntries(entries: Entries, urls: readonly string[]): Entries {
  if (urls.length === 0) return entries;
  const chosen = new Map<string, TargetEntry>();
  for (const text of urls) {
    const { name, rest: url } = splitName(text);
    const target = name ?? onlyName(entries);
    if (chosen.has(target)) {
      throw new KnownError(`target ${target} is given twice in --target`, {
        hint: 'give each URL its own name: --target NAME=URL',
      });
    }
    // The scenario's token belongs to the scenario's URL: it must not be sent to another host.
    const { token: _token, ...settings } = entries[target] ?? {};
    chosen.set(target, { ...settings, url });
  }
  return Object.fromEntries(chosen);
}

function onlyName(entries: Entries): string {
  const names = Object.keys(entries);
  if (names.length > 1) {
    throw new KnownError(`--target is ambiguous: the scenario has the targets ${names.join(', ')}`, {
      hint: `name it: --target ${names[0]}=URL`,
    });
  }
  return names[0] ?? 'default';
}

function atMock(entries: Entries, placeOf: MockPlaces): Entries {
  const names = Object.keys(entries);
  const named = names.length === 0 ? ['default'] : names;
  return Object.fromEntries(
    named.map((name) => {
      const { url, token } = placeOf(name);
      return [name, { ...entries[name], url, token }];
    }),
  );
}

function readTokenFiles(files: readonly string[] = [], targets: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    files.map((text) => {
      const { name, rest } = splitName(text);
      const target = name ?? targets[0]!;
      if (!targets.includes(target)) {
        throw new KnownError(`--token-file: unknown target ${target}`, { hint: `targets: ${targets.join(', ')}` });
      }
      const token = readTextFile(rest, 'token file').trim();
      if (token === '')
        throw new KnownError(`the token file ${rest} is empty`, { hint: 'write the token of the target into it' });
      const lines = token.split(/\r\n|\r|\n/).length;
      if (lines > 1)
        throw new KnownError(`the token file ${rest} has ${lines} lines`, {
          hint: 'it must contain only the token',
        });
      return [target, token];
    }),
  );
}

/** Where no URL has a token, it is sent with the Socket.IO connect packet. */
function withCredential(
  address: EndpointAddress,
  entry: TargetEntry,
  tokenInUrl: boolean,
): { readonly address: EndpointAddress; readonly entry: TargetEntry } {
  const { token } = address;
  if (tokenInUrl || token === '') return { address, entry };
  return { address: { ...address, token: '' }, entry: { ...entry, auth: { token, ...entry.auth } } };
}

interface Credential {
  readonly token: string | undefined;
  readonly tokenInUrl: boolean;
}

function addressOf(
  name: string,
  { url, path }: Pick<TargetEntry, 'url' | 'path'>,
  { token, tokenInUrl }: Credential,
): EndpointAddress {
  // Parsing a URL would encode the braces.
  refuseTemplate(name, 'the URL', url);
  refuseTemplate(name, 'the token', token ?? '');
  try {
    return withPath(parseEndpointAddress(url, token, { tokenInUrl }), path);
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    throw new KnownError(`target ${name}: ${error.message}`, { hint: error.hint, exit: error.exit, cause: error });
  }
}

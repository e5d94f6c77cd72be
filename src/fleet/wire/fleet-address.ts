import { KnownError } from '../../platform/known-error.ts';
import type { Environment } from '../../platform/process/environment.ts';
import { rememberSecret } from '../../platform/redact.ts';

/** The NATS server and the name of a fleet, and the credentials for it. */
export interface FleetAddress {
  /** `host:port` of the NATS server. */
  readonly server: string;
  /** Whether the connection must be encrypted. */
  readonly tls: boolean;
  /** Fleets of one server do not see each other. */
  readonly fleet: string;
  readonly credentials: FleetCredentials;
  /** PEM file of certificates that are trusted as well. */
  readonly ca: string | undefined;
}

export type FleetCredentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  | { readonly kind: 'token'; readonly token: string }
  /** Path of a credentials file (JWT and nkey seed) or of a file with an nkey seed. */
  | { readonly kind: 'creds' | 'nkey'; readonly file: string };

const DEFAULT_FLEET = 'default';
const DEFAULT_PORT = '4222';
/** One word of a NATS subject. */
const FLEET_NAME = /^[A-Za-z0-9_-]{1,32}$/;
const HOST = /^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])$/;
const FORM = 'nats://[USER:PASSWORD@|TOKEN@]HOST[:PORT][/FLEET], or tls:// to encrypt';

/**
 * The address of a fleet:
 *
 *     address     = ("nats" | "tls") "://" [credentials "@"] host [":" port] ["/" fleet]
 *     credentials = user ":" password | token
 *
 * Credentials can come from the environment instead, so that they are in no command line: PALAVER_FLEET_USER and
 * PALAVER_FLEET_PASSWORD, PALAVER_FLEET_TOKEN, PALAVER_FLEET_CREDS (a credentials file), PALAVER_FLEET_NKEY (a file with an
 * nkey seed). PALAVER_FLEET_CA names a file of trusted certificates. Default port 4222, default fleet `default`.
 * @throws KnownError for another form, or credentials of several kinds.
 */
export function parseFleetAddress(text: string, env: Environment): FleetAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isKnown =
    url && ['nats:', 'tls:'].includes(url.protocol) && HOST.test(url.hostname) && !url.search && !url.hash;
  if (!isKnown) throw notAnAddress('is not the URL of a NATS server');
  const fleet = url.pathname.replace(/^\//, '') || DEFAULT_FLEET;
  if (!FLEET_NAME.test(fleet)) throw notAnAddress('has no valid fleet name: letters, digits, _ and -, at most 32');
  return {
    server: `${url.hostname}:${url.port || DEFAULT_PORT}`,
    tls: url.protocol === 'tls:',
    fleet,
    credentials: onlyOne([...credentialsOfUrl(url), ...credentialsOfEnv(env)]),
    ca: env.PALAVER_FLEET_CA || undefined,
  };
}

/** For messages: without credentials. */
export function describeFleet({ server, tls, fleet }: FleetAddress): string {
  return `${tls ? 'tls' : 'nats'}://${server}/${fleet}`;
}

function notAnAddress(why: string): KnownError {
  // The value may contain a password.
  return new KnownError(`the value of --fleet ${why}`, { hint: `use ${FORM}` });
}

function credentialsOfUrl({ username, password }: URL): readonly FleetCredentials[] {
  if (username === '' && password === '') return [];
  if (username === '') throw notAnAddress('has a password without a user');
  const user = decoded(username);
  return [password === '' ? { kind: 'token', token: user } : { kind: 'password', user, password: decoded(password) }];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw notAnAddress('has a % that begins no percent escape: write it as %25');
  }
}

function credentialsOfEnv(env: Environment): readonly FleetCredentials[] {
  const { PALAVER_FLEET_USER: user, PALAVER_FLEET_PASSWORD: password } = env;
  const { PALAVER_FLEET_TOKEN: token, PALAVER_FLEET_CREDS: creds, PALAVER_FLEET_NKEY: nkey } = env;
  if (!user !== !password) {
    throw new KnownError('PALAVER_FLEET_USER and PALAVER_FLEET_PASSWORD must be set together', {
      hint: 'set both, or another kind of credentials',
    });
  }
  return [
    ...(user && password ? [{ kind: 'password', user, password } as const] : []),
    ...(token ? [{ kind: 'token', token } as const] : []),
    ...(creds ? [{ kind: 'creds', file: creds } as const] : []),
    ...(nkey ? [{ kind: 'nkey', file: nkey } as const] : []),
  ];
}

function onlyOne(all: readonly FleetCredentials[]): FleetCredentials {
  const [first = { kind: 'none' as const }, ...others] = all;
  if (others.length > 0) {
    throw new KnownError('several kinds of credentials for the fleet', {
      hint: 'give them once: in --fleet, or in one kind of PALAVER_FLEET_… variable',
    });
  }
  if (first.kind === 'password') rememberSecret(first.password);
  if (first.kind === 'token') rememberSecret(first.token);
  return first;
}

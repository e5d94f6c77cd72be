import type { EndpointAddress } from '../../endpoint/endpoint-address.ts';
import type {
  EndpointSettings,
  NetworkSettings,
  ProtocolName,
  ReadyPolicy,
  SocketIoChoice,
} from '../../endpoint/endpoint-settings.ts';
import { rememberAuthSecrets } from '../../endpoint/protocol/auth-secrets.ts';
import { DEFAULT_PROTOCOL } from '../../endpoint/protocol/platform-terms.ts';
import { protocolOf } from '../../endpoint/protocol/protocol-of.ts';
import { protocolSettings } from '../../endpoint/protocol/protocol-settings.ts';
import { readTextFile } from '../../platform/files/read-file.ts';
import { KnownError } from '../../platform/known-error.ts';
import type { Environment } from '../../platform/process/environment.ts';
import { parseDurationMs } from '../../platform/time/duration.ts';
import type { TargetEntry } from '../../scenario/scenario.ts';
import { checkSettings } from '../connection/check-settings.ts';
import { readPairs, splitAt } from '../key-value.ts';
import type { TargetOptions } from '../run-options.ts';
import { parseLocalAddresses } from './parse-local-addresses.ts';

const CONNECT_TIMEOUT_MS = 20_000;

/** Delay from the Socket.IO connection to ready, for servers that never send a ready signal. */
const ASSUME_READY_MS = 200;

/** A target whose address is known. */
interface AddressedTarget {
  readonly name: string;
  readonly address: EndpointAddress;
  /** Its settings in the scenario. */
  readonly entry: Omit<TargetEntry, 'url'>;
}

/** One target with every setting, checked: command line over scenario over default. */
export function resolveSettings(
  { name, address, entry }: AddressedTarget,
  options: TargetOptions,
  env: Environment = {},
): EndpointSettings {
  const protocol = protocolOf(entry, options);
  refuseForeignFlags(name, protocol, options);
  const settings: EndpointSettings = {
    name,
    address,
    socketio: socketIoChoice(options.socketio) ?? entry.socketio ?? 'auto',
    ready: parseReady(
      options.ready ?? entry.ready ?? 'auto',
      options.ready === undefined ? `target ${name}: ready` : '--ready',
    ),
    protocol: protocolSettings(protocol, {
      ...entry,
      handshake: options.handshake ?? entry.handshake,
      channel: options.channel ?? entry.channel,
      testMode: options['test-mode'] ?? entry.testMode,
    }),
    headers: { ...entry.headers, ...readPairsApart(options.header, ':', '--header') },
    query: { ...entry.query, ...readPairsApart(options.query, '=', '--query') },
    connectTimeoutMs: options['connect-timeout'] ?? CONNECT_TIMEOUT_MS,
    pushRate: entry.pushRate,
    network: resolveNetwork(options, env),
  };
  rememberAuthSecrets(settings);
  return checkSettings(settings, env);
}

/** Flags of one protocol only. */
const COGNIGY_FLAGS = ['test-mode', 'channel', 'handshake'] as const;

function refuseForeignFlags(target: string, protocol: ProtocolName, options: TargetOptions): void {
  if (protocol === DEFAULT_PROTOCOL) return;
  const foreign = COGNIGY_FLAGS.find((flag) => options[flag] !== undefined);
  if (foreign === undefined) return;
  throw new KnownError(`--${foreign}: target ${target} uses the protocol ${protocol}, which does not support it`, {
    hint: `remove --${foreign}`,
  });
}

function socketIoChoice(text: TargetOptions['socketio']): SocketIoChoice | undefined {
  if (text === undefined || text === 'auto') return text;
  return text === '4' ? 4 : 2;
}

/** auto | wait | assume | a duration (assume after that time) */
function parseReady(text: string, where: string): ReadyPolicy {
  if (text === 'auto' || text === 'wait') return { kind: text };
  if (text === 'assume') return { kind: 'assume', afterMs: ASSUME_READY_MS };
  const afterMs = parseDurationMs(text);
  if (afterMs === undefined) {
    throw new KnownError(`${where} must be auto, wait, assume or a duration such as 500ms (got "${text}")`);
  }
  return { kind: 'assume', afterMs };
}

/** Names and values that may hold credentials, so errors do not show them. */
function readPairsApart(
  texts: readonly string[] = [],
  separator: string,
  where: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(texts.map((text) => splitAt(text, separator, where, 'one of them')));
}

function resolveNetwork(options: TargetOptions, env: Environment): NetworkSettings {
  const { ca, cert, key, insecure, proxy } = options;
  if ((cert === undefined) !== (key === undefined)) {
    throw new KnownError('--cert and --key must be given together', {
      hint: 'give the certificate and its private key',
    });
  }
  return {
    ...(ca === undefined ? {} : { ca: readCertificates(ca) + extraCertificates(env) }),
    ...(cert === undefined ? {} : { cert: readTextFile(cert, 'client certificate') }),
    ...(key === undefined ? {} : { key: readTextFile(key, 'private key') }),
    ...(insecure === undefined ? {} : { insecure }),
    ...(options['tls-resume'] === undefined ? {} : { tlsResume: options['tls-resume'] }),
    ...(proxy === undefined ? {} : { proxy }),
    ...(options.resolve ? { resolve: readPairs(options.resolve, '--resolve') } : {}),
    ...(options['local-address'] ? { localAddresses: parseLocalAddresses(options['local-address']) } : {}),
  };
}

/** OpenSSL silently ignores a file without certificates. */
function readCertificates(path: string): string {
  const text = readTextFile(path, 'CA certificate');
  if (/-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----/.test(text)) return text;
  throw new KnownError(`--ca: ${path} has no certificate`, {
    hint: 'use a PEM file, with -----BEGIN CERTIFICATE-----',
  });
}

/**
 * The certificates of NODE_EXTRA_CA_CERTS, which Node ignores if certificates are given explicitly: `--ca` must add to them.
 * For an unreadable file, Node itself prints a warning.
 */
function extraCertificates({ NODE_EXTRA_CA_CERTS: path }: Environment): string {
  if (!path) return '';
  try {
    return `\n${readTextFile(path, 'file of NODE_EXTRA_CA_CERTS')}`;
  } catch {
    return '';
  }
}

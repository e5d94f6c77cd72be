import { createHash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { WatchTerms } from '../capacity/load-generator.ts';
import type { SettledEndpoint } from '../endpoint/endpoint-settings.ts';
import { KnownError, messageOf } from '../platform/known-error.ts';
import { hintOf, redact } from '../platform/redact.ts';
import type { SettledTarget } from '../run/preflight.ts';
import type { RunPlan } from '../run/prepare-run.ts';
import type { RunOptions, TargetOptions } from '../run/run-options.ts';
import { targetsAsWritten } from '../scenario/targets-as-written.ts';
import { sealRows, withoutRows } from './sealed-rows.ts';
import { type FleetKey, seal } from './wire/seal.ts';

/** What an agent needs for its shard: the plan with the rows of all feeds, so that no file has to be on its machine. */
export interface Order {
  readonly plan: RunPlan<never>;
  /** The rows of the feeds, sealed, if a column of them is a secret; else they are in the plan. */
  readonly rows?: Uint8Array | undefined;
  readonly targets: OrderedTargets;
  readonly options: Pick<RunOptions, 'workers' | 'yes'>;
  /** Name of the file for every single turn (see `turnsFileOf`); undefined: none is written. */
  readonly turns?: string | undefined;
  /** For a step of a capacity search: what the evidence of each agent is gathered for. */
  readonly step?: WatchTerms | undefined;
}

/** How an agent knows the targets. Their tokens and headers are never sent unencrypted. */
export type OrderedTargets =
  /** Sealed with the key of the fleet: settings of every target, serialised. */
  | { readonly kind: 'sealed'; readonly targets: Uint8Array }
  /** As written in the scenario: the agent resolves them with its own environment, and they must match `expected`. */
  | {
      readonly kind: 'own';
      readonly written: string;
      readonly options: TargetOptions;
      /** `targetFingerprint` of each, in order. */
      readonly expected: readonly string[];
    };

/** Options of targets that are no secret, and the same on every machine. */
const PUBLIC_OPTIONS = [
  'protocol',
  'test-mode',
  'channel',
  'socketio',
  'ready',
  'handshake',
  'connect-timeout',
  'insecure',
  'tls-resume',
] as const;

/** Of an order, also without compression. */
export const MAX_ORDER_BYTES = 1024 * 1024 * 1024;

export interface OrderSource {
  /** Text of the scenario file; undefined: there is none. */
  readonly scenarioText: string | undefined;
  readonly options: RunOptions;
  readonly key: FleetKey | undefined;
  /** See `Order`. */
  readonly turns?: string | undefined;
  readonly step?: WatchTerms | undefined;
}

/**
 * The order for all agents of a run as bytes.
 * @throws KnownError (104) if it would contain an unencrypted secret.
 */
export function encodeOrder(plan: RunPlan, targets: readonly SettledTarget[], source: OrderSource): Buffer {
  const { options, key, scenarioText, turns, step } = source;
  const settled = targets.map((target) => target.settled);
  const rows = sealRows(plan.scenario, settled, key, plan.id);
  const scenario = rows ? withoutRows(plan.scenario) : plan.scenario;
  const order: Order = {
    plan: { ...plan, targets: [], scenario: { ...scenario, targets: {} } },
    rows,
    targets: key
      ? { kind: 'sealed', targets: seal(serialize(settled.map(withoutLocalAddresses)), key, plan.id) }
      : {
          kind: 'own',
          written: scenarioText === undefined ? '{}' : targetsAsWritten(scenarioText),
          options: Object.fromEntries(PUBLIC_OPTIONS.map((name) => [name, options[name]])),
          expected: settled.map(targetFingerprint),
        },
    options: { workers: options.workers, yes: options.yes },
    turns,
    step,
  };
  refuseSecrets(order);
  return gzipSync(serialize(order));
}

/** Local addresses are those of one machine. */
function withoutLocalAddresses<Target extends SettledEndpoint>(target: Target): Target {
  const { localAddresses: _, ...network } = target.network;
  return { ...target, network };
}

/**
 * The order as an agent gets it, from a coordinator of the same version.
 * @throws KnownError (112) if it cannot be read, for instance because of another version of Node.js.
 */
export function decodeOrder(bytes: Uint8Array): Order {
  try {
    return deserialize(gunzipSync(bytes, { maxOutputLength: MAX_ORDER_BYTES })) as Order;
  } catch (cause) {
    throw new KnownError(`the plan from the coordinator cannot be read: ${messageOf(cause)}`, {
      exit: 'incomplete',
      hint: 'use the same versions of palaver and Node.js on the coordinator and on all agents',
      cause,
    });
  }
}

/** What must be the same for coordinator and agents; without secrets, except four digits of a hash of the token. */
export function targetFingerprint({
  name,
  address,
  socketio,
  ready,
  protocol,
  pushRate,
  headers,
  query,
}: SettledEndpoint): string {
  const { origin, path, token } = address;
  const facts = { name, origin, path, token: token === '' ? '' : hintOf(token), socketio, ready, protocol, pushRate };
  const auth = 'auth' in protocol && protocol.auth ? digestOf(protocol.auth) : '';
  const spoken = { ...protocol, auth };
  return JSON.stringify({ ...facts, protocol: spoken, headers: digestOf(headers), query: digestOf(query) });
}

/** The names, and four digits of a hash of all values. */
function digestOf(values: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(values).sort();
  const digest = createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 4);
  return names.length === 0 ? '' : `${names.join()} ${digest}`;
}

function refuseSecrets(order: Order): void {
  const { plan, targets } = order;
  const clear = JSON.stringify([plan, targets.kind === 'own' ? [targets.written, targets.options] : []]);
  if (redact(clear) === clear) return;
  throw new KnownError(
    'the scenario contains a token or another secret, which would be sent to the agents unencrypted',
    {
      hint: `write \${NAME} in the scenario and set NAME on each agent, or use --fleet-key-file on the coordinator and the agents`,
    },
  );
}

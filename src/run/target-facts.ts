import { describeAddress } from '../endpoint/endpoint-address.ts';
import type { ConnectPhases } from '../endpoint/endpoint-connection.ts';
import type { SettledEndpoint } from '../endpoint/endpoint-settings.ts';
import { makeProtocol } from '../endpoint/protocol/make-protocol.ts';
import { DEFAULT_PROTOCOL } from '../endpoint/protocol/platform-terms.ts';
import type { AddressEntry } from '../measure/address-counts.ts';
import { formatDurationMs } from '../platform/time/duration.ts';
import type { TargetFacts } from '../report/run-facts.ts';
import type { SettledTarget } from './preflight.ts';

/** What the report says of a target: what its handshake said and what the target check decided. Never the token. */
export function targetFacts({ settled, facts }: SettledTarget, addresses: readonly AddressEntry[]): TargetFacts {
  const own = addresses.filter(({ target }) => target === settled.name);
  return {
    name: settled.name,
    address: describeAddress(settled.address),
    ...describeProtocol(settled),
    socketio: settled.socketio,
    handshake: definedOnly(facts.handshake),
    ...describeTls(settled),
    ready: describeReadiness({ settled, facts }),
    preflight: phasesMs(facts.phases),
    addresses: Object.fromEntries(own.map(({ address, connects }) => [address, connects])),
  };
}

/** Outputs without the id of their input are attributed by their order. */
function describeProtocol(settled: SettledEndpoint): Pick<TargetFacts, 'protocol'> {
  const { name } = settled.protocol;
  if (name === DEFAULT_PROTOCOL) return {};
  const { tracesInputs } = makeProtocol(settled).terms;
  return {
    protocol: tracesInputs
      ? name
      : `${name} (no trace ids: late outputs are recognised by their order, duplicates are not)`,
  };
}

function describeTls({ address, network }: SettledEndpoint): Pick<TargetFacts, 'tls'> {
  if (!address.origin.startsWith('https:')) return {};
  return { tls: network.tlsResume ? 'resume' : 'full' };
}

/** When a session is ready at this target, and why. */
export function describeReadiness({ settled, facts }: SettledTarget): string {
  const { readySignal } = makeProtocol(settled).terms;
  const isSeen = facts.readiness.how === 'signal';
  if (settled.ready.kind === 'wait')
    return `on ${readySignal} (${isSeen ? 'received' : 'not received'} after ${formatDurationMs(facts.readiness.afterMs)})`;
  const assumed = `assumed ${formatDurationMs(settled.ready.afterMs)} after connecting`;
  return readySignal === undefined ? assumed : `${assumed} (${readySignal} ${isSeen ? 'received' : 'not received'})`;
}

/** The phases of the first connection in ms, without those that did not happen. */
export function phasesMs(phases: ConnectPhases): Record<string, number> {
  return Object.fromEntries(
    Object.entries(phases)
      .filter((entry): entry is [string, number] => entry[1] !== undefined)
      .map(([name, us]) => [name.replace(/Us$/, ''), Math.round(us) / 1000]),
  );
}

function definedOnly<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as T;
}

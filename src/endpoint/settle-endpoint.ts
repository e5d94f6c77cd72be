import { KnownError } from '../platform/known-error.ts';
import { openConnection } from './connect-endpoint.ts';
import { describeAddress } from './endpoint-address.ts';
import type { ConnectedEvent, ConnectPhases, HandshakeFacts, SessionIdentity } from './endpoint-connection.ts';
import type { EndpointDeps } from './endpoint-deps.ts';
import type { EndpointFailure } from './endpoint-failure.ts';
import type { EndpointSettings, ReadyPolicy, SettledEndpoint } from './endpoint-settings.ts';
import { makeProtocol } from './protocol/make-protocol.ts';
import { sendsAuth } from './protocol/sends-auth.ts';
import { inTestMode } from './protocol/test-mode.ts';

/** What the target check saw; for `palaver check` and the report. */
export interface PreflightFacts {
  /** Which Socket.IO client got through. */
  readonly socketio: 4 | 2;
  readonly phases: ConnectPhases;
  readonly handshake: HandshakeFacts;
  readonly readiness: ReadinessFacts;
}

export interface ReadinessFacts {
  /** Whether the server sent its ready signal, or ready was assumed without it. */
  readonly how: 'signal' | 'assumed';
  /** Time from Socket.IO connected to ready, ms. */
  readonly afterMs: number;
}

export interface SettledPreflight {
  readonly settled: SettledEndpoint;
  readonly facts: PreflightFacts;
}

/** A server of Socket.IO 2 at a target with `auth`: without it, conversations would not be those of the scenario. */
const AUTH_OVER_V2: EndpointFailure = {
  class: 'socketio-version',
  message: 'the server speaks Socket.IO 2, which has no connect payload, so auth cannot be sent',
  hint: 'remove auth (or the token) from the target, and send credentials in its query or headers',
};

/** How long preflight waits for the ready signal before it takes the server for one that never sends it. */
const LISTEN_FOR_READY_MS = 5000;
/** How long after connecting a conversation assumes ready at such a server. */
const ASSUME_AFTER_MS = 200;

/**
 * Opens one connection and settles from it what `auto` leaves open, so that every conversation of the run does the same:
 * Socket.IO 4, or 2 where the server turns out to speak that; where a protocol leaves it open, ready is waited for if the
 * server said it within 5 s, and assumed 200 ms after connecting if it did not. Says nothing, so it costs nothing.
 * Socket.IO 2 is not selected for a target with `auth`.
 *
 * Rejects with a KnownError (exit `unreachable`) that carries the failure's message and hint, or with the reason of `abort`.
 */
export async function settleEndpoint(
  settings: EndpointSettings,
  identity: SessionIdentity,
  system: EndpointDeps,
  abort?: AbortSignal,
): Promise<SettledPreflight> {
  const probeAs = (socketio: 4 | 2) => probe({ settings, socketio, identity }, system, abort);
  const first = await probeAs(settings.socketio === 2 ? 2 : 4);
  const another = isFailure(first) && first.class === 'socketio-version' && settings.socketio === 'auto';
  if (another && sendsAuth(settings.protocol)) throw unreachable(settings, AUTH_OVER_V2);
  const facts = another ? await probeAs(2) : first;
  if (isFailure(facts)) throw unreachable(settings, facts);
  return { settled: { ...settings, socketio: facts.socketio, ready: settledReady(settings, facts) }, facts };
}

/** The error in which a target that cannot be used ends the command. */
export function unreachable(settings: EndpointSettings, failure: EndpointFailure): KnownError {
  const message = `target ${settings.name} (${describeAddress(settings.address)}) cannot be used: ${failure.message}`;
  return new KnownError(message, {
    exit: 'unreachable',
    ...(failure.hint === undefined ? {} : { hint: failure.hint }),
  });
}

function settledReady(settings: EndpointSettings, facts: PreflightFacts): SettledEndpoint['ready'] {
  const known = knownReady(settings);
  if (known.kind !== 'auto') return known;
  return facts.readiness.how === 'signal' ? { kind: 'wait' } : { kind: 'assume', afterMs: ASSUME_AFTER_MS };
}

/** What `auto` means for a protocol whose servers all send a ready signal, or have none. */
function knownReady(settings: EndpointSettings): ReadyPolicy {
  const { readySignal, mayLackReadySignal } = makeProtocol(settings).terms;
  if (settings.ready.kind !== 'auto' || mayLackReadySignal) return settings.ready;
  return readySignal === undefined ? { kind: 'assume', afterMs: 0 } : { kind: 'wait' };
}

interface Probe {
  readonly settings: EndpointSettings;
  readonly socketio: 4 | 2;
  readonly identity: SessionIdentity;
}

function probe(
  { settings, socketio, identity }: Probe,
  system: EndpointDeps,
  abort: AbortSignal | undefined,
): Promise<PreflightFacts | EndpointFailure> {
  const known = knownReady(settings);
  const ready: SettledEndpoint['ready'] =
    known.kind === 'auto' ? { kind: 'assume', afterMs: LISTEN_FOR_READY_MS } : known;
  return new Promise((resolve, reject) => {
    let connected: ConnectedEvent | undefined;
    const probed = { ...inTestMode(settings), socketio, ready };
    const connection = openConnection(
      { settings: probed, protocol: makeProtocol(probed), identity },
      (event) => {
        if (event.kind === 'connected') connected = event;
        else if (event.kind === 'failed') resolve(event.failure);
        else if (event.kind === 'ready' && connected) {
          connection.close();
          const readiness = { how: event.how, afterMs: (event.atUs - connected.atUs) / 1000 };
          resolve({ socketio, phases: connected.phases, handshake: connected.handshake, readiness });
        }
      },
      system,
    );
    abort?.addEventListener('abort', () => {
      connection.close();
      reject(abort.reason);
    });
  });
}

function isFailure(result: PreflightFacts | EndpointFailure): result is EndpointFailure {
  return 'class' in result;
}

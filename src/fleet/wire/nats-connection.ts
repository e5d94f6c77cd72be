import {
  type ConnectionOptions,
  connect,
  credsAuthenticator,
  errors,
  type Msg,
  type NatsConnection,
  nkeyAuthenticator,
} from '@nats-io/transport-node';
import { readBytesFile, readTextFile } from '../../platform/files/read-file.ts';
import { KnownError, messageOf } from '../../platform/known-error.ts';
import { describeFleet, type FleetAddress, type FleetCredentials } from './fleet-address.ts';
import { type FleetConnection, NoAnswer } from './fleet-connection.ts';
import { decodeResponse, decodeResponses, encodeError, encodeJson } from './json-messages.ts';
import { type Subjects, subjectsOf } from './subjects.ts';

/** How often the client pings the server; after two pings without an answer it reconnects. */
const PING_PERIOD_MS = 2000;
const CONNECT_TIMEOUT_MS = 5000;
const RECONNECT_WAIT_MS = 500;

/** A fleet that a NATS server connects. */
class FleetOnNats implements FleetConnection {
  readonly subjects: Subjects;
  private readonly nats: NatsConnection;

  constructor(nats: NatsConnection, fleet: string) {
    this.nats = nats;
    this.subjects = subjectsOf(fleet);
  }

  get maxBytes(): number {
    return this.nats.info?.max_payload ?? 1024 * 1024;
  }

  publish(subject: string, bytes: Uint8Array): void {
    if (!this.nats.isClosed()) this.nats.publish(subject, bytes);
  }

  async request(subject: string, value: unknown, timeoutMs: number): Promise<unknown> {
    return decodeResponse(await this.requestBytes(subject, value, timeoutMs));
  }

  async requestBytes(subject: string, value: unknown, timeoutMs: number): Promise<Uint8Array> {
    try {
      const message = await this.nats.request(subject, encodeJson(value), { timeout: timeoutMs });
      return message.data;
    } catch (cause) {
      refuseForbidden(cause instanceof Error ? cause.cause : undefined);
      throw new NoAnswer(cause);
    }
  }

  async requestAll(subject: string, value: unknown, maxWaitMs: number): Promise<readonly unknown[]> {
    const responses: Uint8Array[] = [];
    try {
      const many = await this.nats.requestMany(subject, encodeJson(value), { strategy: 'timer', maxWait: maxWaitMs });
      for await (const message of many) responses.push(message.data);
    } catch (cause) {
      refuseForbidden(cause);
      // No responders: an empty fleet.
    }
    return decodeResponses(responses);
  }

  async serve(subject: string, handle: (request: unknown) => unknown): Promise<() => void> {
    const respond = async (message: Msg) => {
      try {
        const response = await handle(decodeResponse(message.data));
        message.respond(response instanceof Uint8Array ? response : encodeJson(response));
      } catch (error) {
        message.respond(encodeError(error));
      }
    };
    return this.subscribe(subject, (message) => void respond(message));
  }

  listen(subject: string, handle: (bytes: Uint8Array) => void): Promise<() => void> {
    return this.subscribe(subject, (message) => handle(message.data));
  }

  private async subscribe(subject: string, handle: (message: Msg) => void): Promise<() => void> {
    let refusal: unknown;
    const subscription = this.nats.subscribe(subject, {
      callback: (error, message) => {
        if (error) refusal = error;
        else handle(message);
      },
    });
    // Without this, a question could arrive at the server before the subscription for its answers. It fails where the
    // connection is interrupted; the client then subscribes as soon as it is connected again.
    await this.nats.flush().catch(() => {});
    refuseForbidden(refusal);
    return () => subscription.unsubscribe();
  }

  async watch(handle: (state: 'lost' | 'restored') => void): Promise<void> {
    for await (const { type } of this.nats.status()) {
      if (type === 'disconnect') handle('lost');
      if (type === 'reconnect') handle('restored');
    }
  }

  async closed(): Promise<string> {
    const error = await this.nats.closed();
    return error ? messageOf(error) : 'closed';
  }

  async close(): Promise<void> {
    if (!this.nats.isClosed()) await this.nats.close();
  }
}

function refuseForbidden(cause: unknown): void {
  if (!(cause instanceof errors.PermissionViolationError)) return;
  const { operation, subject } = cause;
  const what = operation === 'publish' ? 'publish to' : 'subscribe to';
  throw new KnownError(`the NATS server of the fleet does not allow this user to ${what} ${subject}`, {
    hint: 'agents and coordinators need to publish and subscribe to all subjects below palaver.FLEET',
    cause,
  });
}

/**
 * Connects to a fleet. Interrupted connections are reopened later, without a limit of attempts.
 * @throws KnownError: 104 for wrong credentials, 112 if the server cannot be reached.
 */
export async function connectFleet(address: FleetAddress, name: string): Promise<FleetConnection> {
  try {
    return new FleetOnNats(await connect(optionsFor(address, name)), address.fleet);
  } catch (cause) {
    throw notConnected(address, cause);
  }
}

function optionsFor({ server, tls, fleet, credentials, ca }: FleetAddress, name: string): ConnectionOptions {
  return {
    servers: server,
    name,
    inboxPrefix: subjectsOf(fleet).inbox,
    timeout: CONNECT_TIMEOUT_MS,
    pingInterval: PING_PERIOD_MS,
    maxPingOut: 2,
    maxReconnectAttempts: -1,
    reconnectTimeWait: RECONNECT_WAIT_MS,
    // The scheme of the URL alone would not encrypt; null refuses to.
    ...(tls ? { tls: ca === undefined ? {} : { ca: readTextFile(ca, 'CA certificate of the fleet') } } : {}),
    ...credentialOptions(credentials),
  };
}

function credentialOptions(credentials: FleetCredentials): ConnectionOptions {
  switch (credentials.kind) {
    case 'none':
      return {};
    case 'password':
      return { user: credentials.user, pass: credentials.password };
    case 'token':
      return { token: credentials.token };
    case 'creds':
      return { authenticator: credsAuthenticator(readBytesFile(credentials.file, 'fleet credentials')) };
    case 'nkey':
      return { authenticator: nkeyAuthenticator(Buffer.from(readTextFile(credentials.file, 'fleet nkey').trim())) };
  }
}

function notConnected(address: FleetAddress, cause: unknown): unknown {
  if (cause instanceof KnownError) return cause;
  const where = describeFleet(address);
  if (cause instanceof errors.AuthorizationError || cause instanceof errors.UserAuthenticationExpiredError) {
    return new KnownError(`the NATS server of the fleet ${where} refused the credentials`, {
      hint: 'give them in PALAVER_FLEET_USER and PALAVER_FLEET_PASSWORD, PALAVER_FLEET_TOKEN, PALAVER_FLEET_CREDS or PALAVER_FLEET_NKEY',
      cause,
    });
  }
  return new KnownError(`the NATS server of the fleet ${where} cannot be reached: ${messageOf(cause)}`, {
    exit: 'incomplete',
    hint: 'start nats-server, and check host, port and TLS (tls:// encrypts, PALAVER_FLEET_CA adds a certificate)',
    cause,
  });
}

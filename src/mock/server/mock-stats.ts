import { DurationQuantiles, type QuantileSummary } from '../../platform/quantiles.ts';
import type { WireMessage } from './wire-message.ts';

/** All counters of the endpoint, from its start. Faults are counted when they take effect. */
const ZERO = {
  /** Socket.IO connections accepted, and by the Engine.IO version their clients speak. */
  connections: 0,
  connectionsEio3: 0,
  connectionsEio4: 0,
  /** Connections that began with polling, also if upgraded to a WebSocket. */
  connectionsPolling: 0,
  /** Connections with ids in the inner handshake instead of the query. */
  innerHandshakes: 0,
  disconnects: 0,
  /** Rejected because of a missing urlToken, userId or sessionId, or a wrong token. */
  rejectedIncomplete: 0,
  rejectedToken: 0,
  /** `endpoint-ready` sent. */
  ready: 0,
  /** Valid inputs, with any outcome; and those of connections in test mode. */
  inputs: 0,
  testInputs: 0,
  /** Test inputs beyond 600 per hour. */
  testInputsOver: 0,
  /** Inputs rejected with an exception because of an invalid field. */
  inputsInvalid: 0,
  /** Inputs dropped because they came before `endpoint-ready`. */
  inputsEarly: 0,
  /** Inputs dropped because they queued too long. */
  inputsExpired: 0,
  /** `output` events of type output, markers included; stream markers alone. */
  outputs: 0,
  markers: 0,
  errorOutputs: 0,
  finalPings: 0,
  exceptions: 0,
  typing: 0,
  /** Typing events of clients. */
  clientTyping: 0,
  /** Uncommon events and outputs of unexpected shape; not part of `outputs`. */
  oddities: 0,
  /** Unsolicited outputs, by timer. */
  unsolicited: 0,
  /** Messages of human agents. */
  agentMessages: 0,
  /** Inject and notify requests, with any outcome; and the successful ones. */
  pushes: 0,
  injected: 0,
  notified: 0,
  /** Inputs to sessions that had left the cache, that had ended. */
  coldStarts: 0,
  sessionsExpired: 0,
  /** userConnected and userDisconnected events, as flows and handover providers get them. */
  userConnected: 0,
  userDisconnected: 0,
  /** Acks requested, received in time, and not received within 2 s. */
  acksAsked: 0,
  acksReceived: 0,
  acksMissed: 0,
  /** Sent again to a later connection of the session. */
  redelivered: 0,
  /** Messages lost because their session had no connection and buffering was off. */
  lost: 0,
  faultDrop: 0,
  faultMute: 0,
  faultErrorOutput: 0,
  faultException: 0,
  faultErrorText: 0,
  faultCrosstalk: 0,
  faultClose1011: 0,
  faultPushRefuse: 0,
  faultPushLost: 0,
  /** Connections refused, accepted late; connections never ready, hung. */
  faultRefuse: 0,
  faultSlowAccept: 0,
  faultNeverReady: 0,
  faultHeartbeatStop: 0,
  faultRestart: 0,
};

export type MockCounters = { [Name in keyof typeof ZERO]: number };

/** The response of `GET /stats`. */
export interface MockStats extends MockCounters {
  /** Current numbers of open connections, known sessions, inputs being processed, inputs queued. */
  readonly openConnections: number;
  readonly sessions: number;
  readonly busy: number;
  readonly queued: number;
  /** Number of distinct user ids so far (contact profiles). */
  readonly contacts: number;
  /** Inputs by the channel they said they came from, and by what the ids of their sessions begin with up to the last dash. */
  readonly inputsByChannel: Readonly<Record<string, number>>;
  readonly inputsByPrefix: Readonly<Record<string, number>>;
  /** Time from an input's arrival to sending its first output and its final ping, in ms. */
  readonly firstOutputMs: QuantileSummary;
  readonly finalPingMs: QuantileSummary;
}

const COUNTER_OF: Readonly<Record<WireMessage['role'], keyof MockCounters>> = {
  output: 'outputs',
  marker: 'outputs',
  'error-output': 'errorOutputs',
  'final-ping': 'finalPings',
  typing: 'typing',
  exception: 'exceptions',
  oddity: 'oddities',
};

const MAX_CONTACTS = 1_000_000;
const MAX_NAMES = 50;
const TEST_INPUTS_AN_HOUR = 600;
const HOUR_US = 3_600_000_000;

export class MockTally {
  readonly counters: MockCounters = { ...ZERO };
  readonly firstOutput = new DurationQuantiles();
  readonly finalPing = new DurationQuantiles();
  /** Maximum number of distinguished user ids. */
  readonly contacts = new Set<string>();
  readonly channels = new Map<string, number>();
  readonly prefixes = new Map<string, number>();
  private readonly testHour: number[] = [];

  contact(userId: string): void {
    if (this.contacts.size < MAX_CONTACTS) this.contacts.add(userId);
  }

  inputFrom(channel: string | undefined, sessionId: string): void {
    countName(this.channels, channel ?? '(none)');
    countName(this.prefixes, sessionId.replace(/-[^-]*$/, ''));
  }

  /** Test mode allows 600 inputs in any hour. */
  testInput(nowUs: number): void {
    this.counters.testInputs += 1;
    const { testHour } = this;
    while (testHour.length > 0 && testHour[0]! <= nowUs - HOUR_US) testHour.shift();
    if (testHour.length >= TEST_INPUTS_AN_HOUR) this.counters.testInputsOver += 1;
    else testHour.push(nowUs);
  }

  /** Counts an event that went out on a connection. */
  sent(message: WireMessage): void {
    this.counters[COUNTER_OF[message.role]] += 1;
    if (message.role === 'marker') this.counters.markers += 1;
  }
}

/** After 50 names, further ones are counted together. */
function countName(counts: Map<string, number>, wanted: string): void {
  const name = counts.has(wanted) || counts.size < MAX_NAMES ? wanted : '(others)';
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

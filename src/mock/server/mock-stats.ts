import { DurationQuantiles, type QuantileSummary } from '../../platform/quantiles.ts';
import type { WireMessage } from './wire-message.ts';

/** Everything the endpoint counts, from zero at its start. Faults count what was really done. */
const ZERO = {
  /** Socket.IO connections accepted, and by the Engine.IO version their clients speak. */
  connections: 0,
  connectionsEio3: 0,
  connectionsEio4: 0,
  /** Those that began with polling, whether or not they went over to a WebSocket. */
  connectionsPolling: 0,
  /** Those that gave their ids in the inner handshake instead of the query. */
  innerHandshakes: 0,
  disconnects: 0,
  /** Turned away for a missing urlToken, userId or sessionId, or for a wrong token. */
  rejectedIncomplete: 0,
  rejectedToken: 0,
  /** `endpoint-ready` sent. */
  ready: 0,
  /** Valid inputs, however they fared; those of connections in test mode among them. */
  inputs: 0,
  testInputs: 0,
  /** Of these, the ones beyond 600 in an hour. */
  testInputsOver: 0,
  /** Inputs refused with an exception because a field was wrong. */
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
  /** Events few clients know, and outputs of unforeseen shape; these are not among `outputs`. */
  oddities: 0,
  /** Outputs nobody asked for, by timer. */
  unsolicited: 0,
  /** Messages of human agents. */
  agentMessages: 0,
  /** Requests to inject and notify, however they fared; those of each that were carried out. */
  pushes: 0,
  injected: 0,
  notified: 0,
  /** Inputs to sessions that had left the cache, that had ended. */
  coldStarts: 0,
  sessionsExpired: 0,
  /** Users who came, and who were gone for longer than the grace: what flows and handover providers are told. */
  userConnected: 0,
  userDisconnected: 0,
  /** Acks asked of clients, given in time, and not given within 2 s. */
  acksAsked: 0,
  acksReceived: 0,
  acksMissed: 0,
  /** Sent again to a later connection of the session. */
  redelivered: 0,
  /** Meant for a session without a connection while nothing is buffered. */
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

/** What `GET /stats` answers. */
export interface MockStats extends MockCounters {
  /** Right now: open connections, sessions remembered, inputs being answered, inputs queued. */
  readonly openConnections: number;
  readonly sessions: number;
  readonly busy: number;
  readonly queued: number;
  /** Distinct user ids so far: contact profiles. */
  readonly contacts: number;
  /** Inputs by the channel they said they came from, and by what the ids of their sessions begin with up to the last dash. */
  readonly inputsByChannel: Readonly<Record<string, number>>;
  readonly inputsByPrefix: Readonly<Record<string, number>>;
  /** From an input's arrival to its first output and to its final ping leaving, in ms. */
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
  /** User ids seen; more than this many are not told apart. */
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

  /** Test mode is meant for 600 inputs in any hour. */
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

/** Of more than 50 names the later ones are counted together. */
function countName(counts: Map<string, number>, wanted: string): void {
  const name = counts.has(wanted) || counts.size < MAX_NAMES ? wanted : '(others)';
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

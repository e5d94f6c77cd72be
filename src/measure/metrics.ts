/** The public metric names. A change here is a breaking change. */

/** Latencies and durations, recorded in µs, shown in ms. */
export const TRENDS = {
  connect:
    'from the TCP connect, after the DNS lookup, to the Socket.IO connection; its phases are connect_tcp, connect_tunnel, connect_tls, connect_upgrade and connect_socketio',
  connect_dns: 'DNS lookup, before connect',
  connect_tcp: 'TCP handshake',
  connect_tls: 'TLS handshake',
  connect_tunnel: 'CONNECT through a proxy',
  connect_upgrade: 'from the HTTP upgrade request to its 101 response',
  connect_socketio: 'from the 101 response to the Socket.IO connection',
  ready: 'from the Socket.IO connection to the endpoint being ready',
  rtt: 'WebSocket ping to pong: network round trip to the server or proxy that terminates the WebSocket',
  first_output: 'from sent to the first reply',
  first_output_bot: 'first_output minus the lowest rtt of its session so far: the bot without the network',
  reply: 'from sent to each reply, by position',
  reply_gap: 'from one reply to the next of the same turn',
  turn: 'from sent to the end of the turn',
  turn_intended:
    'from when the utterance was due to the end of the turn: what a user experiences, lag of the load generator included',
  typing: 'from typing indicator on to off',
  chunk_gap: 'between two chunks of a streamed reply',
  reply_complete: 'from sent to the last chunk of a streamed reply',
  wait: 'duration of a wait step',
  push: 'from an inject or notify request to the output that answers it',
  push_http: 'from an inject or notify request to its HTTP response',
  conversation: 'duration of a completed conversation',
  conversation_busy: 'duration of a completed conversation without think time',
  send_lag: 'lag of the load generator: from when an utterance was due and its user free, until it was sent',
  start_delay: 'lag of a conversation: from its intended start to the creation of its socket',
} as const;

export type TrendName = keyof typeof TRENDS;

/** A conversation started late if its socket was created more than this after it was due, µs. */
export const LATE_START_US = 1_000_000;

/** Trends for which turns (or conversations, or connections) without a value are counted. */
export const CENSORED_TRENDS = ['first_output', 'turn', 'turn_intended'] as const satisfies readonly TrendName[];
export type CensoredTrendName = (typeof CENSORED_TRENDS)[number];

/** Trends with a lower and an upper bound. */
export const BOUNDED_TRENDS: ReadonlySet<TrendName> = new Set(['first_output', 'reply', 'turn', 'turn_intended']);

/** How a turn can end; first match wins, in this order. All but completed and interrupted fail. */
export const TURN_OUTCOMES = [
  'interrupted',
  'cut',
  'errored',
  'timed-out',
  'silent',
  'mismatched',
  'completed',
] as const;
export type TurnOutcome = (typeof TURN_OUTCOMES)[number];

export const COUNTERS = {
  conversations_due: 'conversations scheduled by the load model',
  conversations_started: 'conversations assigned to a virtual user, before they connect',
  conversations_completed: 'conversations that ended without a failure: after their last step, or by stopWhen',
  conversations_failed: 'conversations in which a step or connection failed, or that stopWhen ended as: failed',
  conversations_interrupted: 'conversations still open when the run ended or was stopped',
  conversations_dropped: 'conversations due but not started: no virtual user was free, or the feed was used up',
  conversations_waiting: 'conversations due that still waited for a virtual user when the run ended',
  starts_late: 'conversations started more than 1 s after they were due, by reason',
  conversations_met:
    'completed conversations that met all their objectives (firstOutput and turn of expect); the numerator of goodput',
  turns_interrupted: 'turns still open when the run ended or was stopped',
  turns_cut: 'failed turns: the connection was lost',
  turns_errored: 'failed turns: answered by an error',
  turns_timed_out: 'failed turns: not ended within the timeout',
  turns_silent: 'failed turns: ended without a reply',
  turns_mismatched: 'failed turns: a check failed',
  turns_completed: 'turns that ended without a failure',
  conversations_billable: 'conversations as the platform bills them: one per 50 inputs of a session, rounded up',
  steps_failed:
    'steps that failed without a turn: nothing to press, nothing arrived, a variable without a value, or a failed function',
  inputs_sent: 'inputs sent',
  acks_sent: 'acks sent to the server',
  outputs: 'output events of every kind',
  outputs_attributed: 'outputs that belong to the open turn',
  outputs_marker: 'outputs that only begin or end a stream (stream markers)',
  outputs_blank: 'outputs that show nothing to a user (white space, empty data); they are not replies',
  outputs_error: 'outputs of type error',
  outputs_late: 'outputs after the end of their turn',
  outputs_unsolicited: 'outputs received while no turn was open',
  outputs_pushed: 'outputs that answer an inject or notify request',
  outputs_duplicate: 'outputs repeated after a reconnect',
  outputs_crosstalk: 'outputs with the marker of another session',
  final_pings: 'final pings received (the event that ends a turn)',
  exceptions: 'exception events',
  unknown_events: 'events that palaver does not know',
  connects: 'connections opened',
  connects_failed: 'connections that never became ready, by reason',
  disconnects: 'connections lost after they were ready',
  reconnects: 'connections opened again, within a conversation or for a kept session',
  pushes_sent: 'inject and notify requests',
  push_responses: 'HTTP responses to inject and notify requests, by status class or failure',
  turns_ended_by: 'turns by the rule that ended them',
  doubtful_turns:
    'turns that follow an unanswered timed-out turn of the same session, whose late reply may be mistaken for theirs',
  clamped: 'values outside the range of a histogram, recorded as its limit',
} as const;

export type CounterName = keyof typeof COUNTERS;

/** The counter of a turn's outcome. */
export function turnCounter(outcome: TurnOutcome): CounterName {
  return `turns_${outcome.replace('-', '_')}` as CounterName;
}

/** Rates are quotients of counters, computed when a report is built. */
export const RATES = {
  conversation_completion: 'completed / (completed + failed) conversations',
  turn_failure: 'failed turns / (all turns − interrupted)',
  goodput:
    'conversations completed with every objective met, per second of measured time (without warm-up and excluded ramps; in the open model also without the graceful stop)',
} as const;

export type RateName = keyof typeof RATES;

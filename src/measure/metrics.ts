/** The public metric names. A change here is a breaking change. */

/** Latencies and durations, recorded in µs, shown in ms. */
export const TRENDS = {
  connect: 'TCP connect called → Socket.IO connected',
  connect_dns: 'DNS lookup',
  connect_tcp: 'TCP handshake',
  connect_tls: 'TLS handshake',
  connect_tunnel: 'CONNECT through a proxy',
  connect_upgrade: 'HTTP upgrade request → 101',
  connect_socketio: '101 → Socket.IO connected',
  ready: 'Socket.IO connected → the endpoint is ready',
  rtt: 'WebSocket ping → pong: network round trip to the endpoint',
  first_output: 'sent → first reply',
  first_output_bot: "first_output minus the session's lowest rtt so far: the bot without the network",
  reply: 'sent → each reply, by position',
  reply_gap: 'one reply → the next of the same turn',
  turn: 'sent → ended',
  turn_intended: 'intended → ended: includes generator lag',
  typing: 'typing on → typing off',
  chunk_gap: 'one chunk of a stream → the next',
  reply_complete: 'sent → streamed reply complete',
  wait: 'wait step started → awaited output',
  push: 'inject or notify request → its output',
  push_http: 'inject or notify request → its HTTP response',
  conversation: 'start → end of a completed conversation',
  conversation_busy: 'start → end of a completed conversation, without think time',
  send_lag: 'from due (user free) to sent: generator lag',
  start_delay: 'intended start → socket created',
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
  conversations_started: 'conversations assigned to a virtual user, before connecting',
  conversations_completed: 'conversations that reached their last step',
  conversations_failed: 'conversations ended by a failed turn or connection',
  conversations_interrupted: 'conversations interrupted by palaver',
  conversations_dropped: 'conversations due that were not taken: no user was free, or the feed was used up',
  conversations_waiting: 'conversations due that still waited for their user when the run ended',
  starts_late: 'conversations started over 1 s after they were due, by reason',
  conversations_met: 'completed conversations in which every objective was met',
  turns_interrupted: 'turns interrupted by palaver',
  turns_cut: 'turns whose connection was lost',
  turns_errored: 'turns answered by an error',
  turns_timed_out: 'turns not ended within their timeout',
  turns_silent: 'turns that ended without a reply',
  turns_mismatched: 'turns with a failed check',
  turns_completed: 'turns that completed',
  conversations_billable: 'conversations as the platform bills them: one per 50 inputs of a session, rounded up',
  steps_failed: 'steps that failed without a turn: nothing to press, nothing arrived, a variable without a value',
  inputs_sent: 'inputs sent',
  acks_sent: 'acks sent to the server',
  outputs: 'output events of every kind',
  outputs_attributed: 'outputs that belong to the open turn',
  outputs_marker: 'outputs that only begin or end a stream (stream markers)',
  outputs_blank: 'outputs that show nothing to a user: white space, empty data',
  outputs_error: 'outputs of type error',
  outputs_late: 'outputs after their turn had ended',
  outputs_unsolicited: 'outputs received while no turn was open',
  outputs_pushed: 'outputs that answer an inject or notify request',
  outputs_duplicate: 'outputs repeated after a reconnect',
  outputs_crosstalk: "outputs that carry another session's marker",
  final_pings: 'final pings',
  exceptions: 'exception events',
  unknown_events: 'events unknown to palaver',
  connects: 'connections opened',
  connects_failed: 'connections that never became ready',
  disconnects: 'connections lost after ready',
  reconnects: 'connections reopened within a conversation or for a kept session',
  pushes_sent: 'inject and notify requests',
  push_responses: 'HTTP responses to inject and notify requests, by class of status or failure',
  turns_ended_by: 'turns by the rule that ended them',
  doubtful_turns: 'turns after one that timed out in the same session: its late reply may be attributed to them',
  clamped: 'values outside the range of a histogram',
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
    'conversations completed with every objective met, per second of measured time (without warm-up and excluded ' +
    'ramps; in the open model also without the graceful stop)',
} as const;

export type RateName = keyof typeof RATES;

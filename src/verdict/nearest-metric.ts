import { nearestWord } from '../platform/nearest-word.ts';

/** Names of other load testers (k6, Gatling, Locust, JMeter, Artillery), with palaver's metrics for about the same. */
const PEERS: Readonly<Record<string, readonly string[]>> = {
  http_req_duration: ['turn', 'first_output'],
  http_req_waiting: ['first_output'],
  http_req_connecting: ['connect_tcp'],
  http_req_tls_handshaking: ['connect_tls'],
  http_req_failed: ['turn_failure'],
  http_reqs: ['turns_completed', 'inputs_sent'],
  iteration_duration: ['conversation'],
  iterations: ['conversations_completed'],
  dropped_iterations: ['conversations_dropped'],
  checks: ['conversation_completion', 'turns_mismatched'],
  ws_connecting: ['connect'],
  ws_sessions: ['connects'],
  response_time: ['turn', 'first_output'],
  latency: ['turn', 'first_output'],
  ttfb: ['first_output'],
  error_rate: ['turn_failure'],
  errors: ['turn_failure'],
};
/** Maximum number of similar names in a message. */
const MAX_SIMILAR = 5;
const REFERENCE = 'reports/README.md#metrics lists all';

/** What to use in place of the unknown metric `word`: the same of another tool, a typo's correction, or similar names. */
export function metricHint(word: string, known: readonly string[]): string {
  const peers = (Object.hasOwn(PEERS, word) ? PEERS[word]! : []).filter((name) => known.includes(name));
  const nearest = nearestWord(word, known);
  const meant = peers.length > 0 || nearest === undefined ? peers : [nearest];
  if (meant.length > 0) return `did you mean ${meant.join(' or ')}?`;
  const parts = word.split('_').filter((part) => part.length > 2);
  const similar = known.filter((name) => name.split('_').some((part) => parts.includes(part)));
  if (similar.length === 0) return `use a metric such as turn or first_output; ${REFERENCE}`;
  return `similar metrics: ${similar.slice(0, MAX_SIMILAR).join(', ')}; ${REFERENCE}`;
}

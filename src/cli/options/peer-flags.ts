/**
 * Option names of k6, Artillery, Locust, Gatling, hey, wrk, vegeta and JMeter, with palaver's name for the same. Names close
 * to palaver's own need no entry: they are found as typos.
 */
const OURS: Readonly<Record<string, string | readonly string[]>> = {
  iterations: 'conversations',
  'shared-iterations': 'conversations',
  requests: 'conversations',
  loops: 'conversations',
  n: 'conversations',
  a: 'conversations',
  amount: 'conversations',
  reps: 'conversations',
  num: 'conversations',
  count: 'conversations',
  'arrival-count': 'conversations',
  users: 'vus',
  'virtual-users': 'vus',
  concurrency: 'vus',
  connections: 'vus',
  clients: 'vus',
  c: 'vus',
  'run-time': 'duration',
  time: 'duration',
  z: 'duration',
  'arrival-rate': 'rate',
  rps: 'rate',
  qps: 'rate',
  throughput: 'rate',
  'max-workers': 'max-vus',
  'ramp-up': 'stage',
  'spawn-rate': 'stage',
  // Locust and bombardier.
  r: ['stage', 'rate'],
  R: 'rate',
  overallRate: 'rate',
  threads: 'workers',
  w: 'workers',
  processes: 'workers',
  shard: 'workers',
  host: 'target',
  url: 'target',
  endpoint: 'target',
  environment: 'profile',
  output: 'out',
  report: 'out',
  html: 'out',
  csv: 'out',
  metrics: 'out',
  headers: 'header',
  H: 'header',
  T: 'tag',
  tags: 'tag',
  l: 'out',
  'insecure-skip-tls-verify': 'insecure',
  'abort-on-fail': 'stop-on',
  'stop-timeout': 'graceful-stop',
};

/** The flags of a command (`flags`: all it has) that other load testers call `name`; usually one, or none. */
export function flagsOfPeers(name: string, flags: readonly string[]): string[] {
  const ours = Object.hasOwn(OURS, name) ? OURS[name]! : [];
  return [ours].flat().filter((flag) => flags.includes(flag));
}

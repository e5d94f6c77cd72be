/**
 * What k6, Artillery, Locust, Gatling, hey, wrk, vegeta and JMeter call what palaver calls otherwise. Names that are close
 * to palaver's own need no entry: they are found as slips.
 */
const OURS: Readonly<Record<string, string>> = {
  iterations: 'conversations',
  'shared-iterations': 'conversations',
  requests: 'conversations',
  loops: 'conversations',
  n: 'conversations',
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
  threads: 'workers',
  processes: 'workers',
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
  'insecure-skip-tls-verify': 'insecure',
  'abort-on-fail': 'stop-on',
  'stop-timeout': 'graceful-stop',
};

/** The flag of a command (`flags`: all it has) that another load tester calls `name`, if it does. */
export function flagOfPeers(name: string, flags: readonly string[]): string | undefined {
  const ours = Object.hasOwn(OURS, name) ? OURS[name] : undefined;
  return ours !== undefined && flags.includes(ours) ? ours : undefined;
}

import { groupThousands } from '../platform/group-thousands.ts';
import { formatPercent, percentNumber } from '../platform/percent.ts';
import { describeCalibration } from '../report/describe-calibration.ts';
import type { Metrics } from '../report/metric-schema.ts';
import type { Report } from '../report/report.ts';
import { describeConnections } from './tables/describe-connections.ts';
import { describePlaces } from './tables/place-table.ts';

type Target = Report['targets'][number];

/** Setup and totals of a run: label and text, in reading order. */
export function describeRun(report: Report): (readonly [label: string, text: string])[] {
  const outputs = describeOutputs(report.metrics);
  return [
    ['load', report.load.description],
    ...describeThreads(report.generator).map((text) => ['load threads', text] as const),
    ...describePlaces(report),
    ...describeCalibration(report).map((text) => ['calibrated', text] as const),
    ...report.targets.map((target) => ['target', describeTarget(target)] as const),
    ['conversations', describeConversations(report.metrics)],
    ...(report.scenario.turns === false
      ? [['connections', describeConnections(report)] as const]
      : [['turns', describeTurns(report.metrics)] as const]),
    ...(report.scenario.turns === false && outputs === '0' ? [] : [['outputs', outputs] as const]),
    ...describeBudget(report.budget).map((text) => ['budget', text] as const),
  ];
}

/** Empty for a single load thread. Load generators of one host share its cores. */
function describeThreads({ workers, cpus, machines = [] }: Report['generator']): readonly string[] {
  if (workers.length < 2) return [];
  const hosts = new Map(machines.map((machine) => [machine.host, machine.cpus]));
  if (hosts.size < 2) return [`${groupThousands(workers.length)} on ${cpus} cores`];
  const cores = [...hosts.values()].reduce((sum, each) => sum + each);
  return [`${groupThousands(workers.length)} on ${groupThousands(cores)} cores of ${groupThousands(hosts.size)} hosts`];
}

const TLS_WORDS = {
  full: 'full TLS handshakes',
  resume: 'TLS sessions resumed if the server allows it (--tls-resume)',
};

function describeTarget({ name, address, protocol, socketio, handshake, tls, ready, addresses = {} }: Target): string {
  const eio = handshake?.eio === undefined ? '' : ` over Engine.IO ${handshake.eio}`;
  const parts = [
    `${name}: ${address}`,
    protocol && `protocol ${protocol}`,
    socketio && `Socket.IO client ${socketio}${eio}`,
    tls && TLS_WORDS[tls],
    ready && `session ready ${ready}`,
    describeAddresses(addresses),
  ];
  return parts.filter((part) => part).join(', ');
}

/** Only if a name resolved to several addresses. */
function describeAddresses(addresses: NonNullable<Target['addresses']>): string {
  const entries = Object.entries(addresses);
  if (entries.length < 2) return '';
  return `connections by address: ${entries.map(([address, connects]) => `${groupThousands(connects)} to ${address}`).join(', ')}`;
}

function describeConversations(metrics: Metrics): string {
  const goodput = metrics.goodput;
  const share = describeRate(metrics.conversation_completion, 'completion');
  const good = goodput?.kind === 'rate' && goodput.value !== null ? `, goodput ${goodput.value.toFixed(2)}/s` : '';
  return `${listCounts(metrics, 'conversations_', ['started', 'completed', 'failed', 'interrupted', 'dropped', 'waiting'])}${share}${good}`;
}

/** Usage of the budget; empty where there is none. */
function describeBudget({ limit, inputs, billable, cost }: Report['budget']): readonly string[] {
  if (!limit) return [];
  const used = (what: string, amount: number | undefined, max: number | undefined) =>
    amount === undefined || max === undefined ? [] : [`${what}${groupThousands(amount)} of ${groupThousands(max)}`];
  const parts = [
    ...used('inputs ', inputs, limit.inputs),
    ...used('billable conversations ', billable, limit.conversations),
    ...(limit.cost === undefined && cost !== undefined
      ? [`cost ${groupThousands(cost)}`]
      : used('cost ', cost, limit.cost)),
  ];
  return [parts.join(', ')];
}

const OUTCOMES = ['completed', 'timed_out', 'silent', 'mismatched', 'errored', 'cut', 'interrupted'];

function describeTurns(metrics: Metrics): string {
  return `${listCounts(metrics, 'turns_', OUTCOMES)}${describeRate(metrics.turn_failure, 'failure')}`;
}

/** ` (98.2 % completion)`; with interrupted ones ` (98.2 % completion, 91.0 to 98.3 % if the interrupted ones are included)`. */
function describeRate(rate: Metrics[string] | undefined, what: string): string {
  if (rate?.kind !== 'rate' || rate.value === null) return '';
  const range = rate.bounds && `${percentNumber(rate.bounds[0])} to ${formatPercent(rate.bounds[1])}`;
  return ` (${formatPercent(rate.value)} ${what}${range === undefined ? '' : `, ${range} if the interrupted ones are included`})`;
}

function describeOutputs(metrics: Metrics): string {
  const strays = listCounts(metrics, 'outputs_', [
    'error',
    'blank',
    'late',
    'unsolicited',
    'pushed',
    'duplicate',
    'crosstalk',
  ]);
  const total = countOf(metrics, 'outputs');
  return strays.startsWith('0 ') ? groupThousands(total) : `${groupThousands(total)}, of these ${strays}`;
}

/** `120 started, 118 completed, 2 failed`: the first always, the others unless 0. */
function listCounts(metrics: Metrics, prefix: string, names: readonly string[]): string {
  const counted = names.map((name) => ({ name: name.replace('_', ' '), count: countOf(metrics, `${prefix}${name}`) }));
  const shown = counted.filter(({ count }) => count > 0);
  return (shown.length > 0 ? shown : counted.slice(0, 1))
    .map(({ name, count }) => `${groupThousands(count)} ${name}`)
    .join(', ');
}

function countOf(metrics: Metrics, name: string): number {
  const metric = metrics[name];
  return metric?.kind === 'counter' ? metric.count : 0;
}

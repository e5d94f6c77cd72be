import type { ConnectPhases } from '../../endpoint/endpoint-connection.ts';
import type { SampleSink } from '../../measure/sample.ts';
import type { ConversationSeries } from '../../measure/series.ts';

const PHASES = {
  dnsUs: 'connect_dns',
  tcpUs: 'connect_tcp',
  tlsUs: 'connect_tls',
  tunnelUs: 'connect_tunnel',
  upgradeUs: 'connect_upgrade',
  socketioUs: 'connect_socketio',
  totalUs: 'connect',
} as const satisfies Record<keyof ConnectPhases, string>;

/** Appends the duration of a connection, and of each known phase. */
export function appendPhases(
  sink: SampleSink,
  trends: ConversationSeries['trends'],
  phases: ConnectPhases,
  atMs: number,
): void {
  for (const phase of Object.keys(PHASES) as (keyof ConnectPhases)[]) {
    const tookUs = phases[phase];
    if (tookUs !== undefined) sink.append(trends[PHASES[phase]], atMs, tookUs, tookUs);
  }
}

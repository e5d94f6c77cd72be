import { groupThousands } from '../../platform/group-thousands.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import type { SettledTarget } from '../../run/preflight.ts';
import { describeReadiness, phasesMs } from '../../run/target-facts.ts';

/** A line of `check`: what it is about, and the text. */
export const row = (label: string, text: string) => `  ${label.padEnd(13)}${text}`;

const PHASE_WORDS: Readonly<Record<string, string>> = {
  dns: 'DNS lookup',
  tcp: 'TCP',
  tunnel: 'proxy',
  tls: 'TLS',
  upgrade: 'upgrade',
  socketio: 'Socket.IO',
};

/** How the connection to a target was established, line by line. */
export function connectionLines(target: SettledTarget): string[] {
  const { phases, handshake, socketio } = target.facts;
  const took = phasesMs(phases);
  const steps = Object.entries(PHASE_WORDS).filter(([name]) => took[name] !== undefined);
  const known = [
    handshake.pingIntervalMs !== undefined && `ping every ${formatDurationMs(handshake.pingIntervalMs)}`,
    handshake.pingTimeoutMs !== undefined && `ping timeout ${formatDurationMs(handshake.pingTimeoutMs)}`,
    handshake.maxPayload !== undefined && `at most ${groupThousands(handshake.maxPayload)} bytes per message`,
  ].filter(Boolean);
  return [
    ...steps.map(([name, words]) => row(words, formatDurationMs(took[name]!))),
    row(
      'connected',
      `Socket.IO client ${socketio}, Engine.IO ${handshake.eio}, in ${formatDurationMs(took.total ?? 0)}`,
    ),
    ...(known.length > 0 ? [row('handshake', known.join(', '))] : []),
    row('ready', describeReadiness(target)),
  ];
}

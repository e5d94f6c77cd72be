import type { SettledEndpoint } from './endpoint-settings.ts';
import { socketIoV2 } from './socketio/socketio-v2.ts';

/** Loads the client libraries that a first connection would load otherwise: no reply has to wait for that under load. */
export function loadClients(versions: readonly SettledEndpoint['socketio'][]): void {
  if (versions.includes(2)) socketIoV2();
}

import { socketIoV2 } from './socketio/socketio-v2.ts';

/** Loads the client libraries that the first connection would load otherwise: no reply has to wait for that under load. */
export function loadClients(): void {
  socketIoV2();
}

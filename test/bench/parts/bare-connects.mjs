/**
 * The baseline of connect-rate.mjs: socket.io-client opens a connection, waits for endpoint-ready, closes, and opens the next
 * one; `atOnce` of them concurrently. Run by fork, until it is stopped.
 *
 * Over TLS, the CA certificate is read once and no session is resumed, so each connection has a full handshake.
 */
import { Agent } from 'node:https';
import { createSecureContext } from 'node:tls';
import { io } from 'socket.io-client';

process.once('disconnect', () => process.exit(0));
process.once('message', ({ url, atOnce, ca }) => {
  const { origin } = new URL(url);
  const agent = ca && new Agent({ secureContext: createSecureContext({ ca }), maxCachedSessions: 0 });
  let number = 0;

  function connect() {
    const socket = io(origin, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      query: { sessionId: `bare-c${number++}`, urlToken: 'reference' },
      ...(agent && { agent }),
    });
    socket.once('endpoint-ready', () => {
      socket.disconnect();
      connect();
    });
    socket.once('connect_error', (error) => {
      throw error;
    });
  }

  for (let slot = 0; slot < atOnce; slot += 1) connect();
});

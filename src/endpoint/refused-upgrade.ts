import type { WallClock } from '../platform/clock.ts';
import type { ConnectTrace } from './connect-trace.ts';
import type { EndpointFailure } from './endpoint-failure.ts';
import type { WebSocketLike } from './engine-like.ts';
import { httpRefusal } from './http-refusal.ts';
import { proxyFailure } from './proxy-failure.ts';

/**
 * Tells what an upgrade was refused with. The ws library shows the response to who listens for it; it then leaves the end
 * of the attempt to them, so `onFailure` has to close the connection. `eio` is the Engine.IO version that was spoken.
 */
export function whenRefused(
  webSocket: WebSocketLike | null,
  eio: 3 | 4,
  trace: ConnectTrace,
  wallClock: WallClock | undefined,
  onFailure: (failure: EndpointFailure) => void,
): void {
  webSocket?.once('unexpected-response', (_request, response) => {
    // A refusing proxy's answer looks as if it were the endpoint's.
    if (trace.atProxy()) onFailure(proxyFailure(`HTTP ${response.statusCode}`, trace.proxyStatus));
    else onFailure(httpRefusal(response, eio, wallClock));
  });
}

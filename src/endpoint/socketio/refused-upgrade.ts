import type { EndpointDeps } from '../endpoint-deps.ts';
import type { EndpointFailure } from '../endpoint-failure.ts';
import type { ConnectTrace } from '../network/connect-trace.ts';
import { readAnswer } from '../network/http-answer.ts';
import { httpRefusal } from '../network/http-refusal.ts';
import type { WebSocketLike } from './engine-like.ts';

/** An attempt to upgrade to a WebSocket. */
interface UpgradeAttempt {
  /** The Engine.IO version that was spoken. */
  readonly eio: 3 | 4;
  readonly trace: ConnectTrace;
}

/** An upgrade may be refused; a refusal that is being read. */
export class RefusedUpgrade {
  private finish: (() => void) | undefined;

  /**
   * The ws library shows the response to who listens for it; it then leaves the end of the attempt to them, so `onFailure`
   * has to close the connection. `atUs`: when the response came.
   */
  constructor(
    webSocket: WebSocketLike | null,
    { eio, trace }: UpgradeAttempt,
    system: EndpointDeps,
    onFailure: (failure: EndpointFailure, atUs: number) => void,
  ) {
    webSocket?.once('unexpected-response', (_request, response) => {
      const atUs = system.clock.nowUs();
      // A refusing proxy's answer looks as if it were the endpoint's.
      const from = trace.atProxy() ? 'proxy' : 'server';
      this.finish = readAnswer(from, response, system, (answer) =>
        onFailure(httpRefusal(answer, eio, trace.route), atUs),
      );
    });
  }

  /** Reports at once what has been read of a refusal; false if none has arrived. */
  reportNow(): boolean {
    this.finish?.();
    return this.finish !== undefined;
  }
}

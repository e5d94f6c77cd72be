import type { EndpointFailure } from '../endpoint-failure.ts';
import type { SettledEndpoint } from '../endpoint-settings.ts';

export type ReadyVerdict =
  | { readonly ready: 'signal' | 'assumed' }
  | { readonly ready: undefined; readonly assumeAtUs?: number };

const NOT_YET: ReadyVerdict = { ready: undefined };

/**
 * When a conversation may begin to talk. The server says `endpoint-ready` since Cognigy.AI 4.79; older ones never do.
 *
 *     policy       at connected (inner handshake: answered too)   at endpoint-ready, once connected
 *     wait         not yet                                        ready by signal
 *     assume n     not yet, ask again at n ms from then           ready by signal
 *     assume 0     ready, assumed                                 –
 *
 * A signal that overtakes the connect event is remembered. Pure: instants come in, verdicts go out.
 */
export class Readiness {
  private readonly policy: SettledEndpoint['ready'];
  /** What must still happen before waiting for readiness begins: Socket.IO has to connect, */
  private connectDue = true;
  /** and the server has to ask for the inner handshake. */
  private introductionDue: boolean;
  private signalled = false;

  constructor(policy: SettledEndpoint['ready'], innerHandshake: boolean) {
    this.policy = policy;
    this.introductionDue = innerHandshake;
  }

  connected(atUs: number): ReadyVerdict {
    this.connectDue = false;
    return this.consider(atUs);
  }

  /** A `handshake` event of the server was answered; only the first counts, and only where it is waited for. */
  introduced(atUs: number): ReadyVerdict {
    if (!this.introductionDue) return NOT_YET;
    this.introductionDue = false;
    return this.consider(atUs);
  }

  /** Why a connection is not ready when its time is over. */
  missed(timeoutMs: number): EndpointFailure {
    return this.introductionDue ? handshakeMissing(timeoutMs) : neverReady(timeoutMs);
  }

  signal(): ReadyVerdict {
    this.signalled = true;
    return this.isWaiting() ? { ready: 'signal' } : NOT_YET;
  }

  private isWaiting(): boolean {
    return !this.connectDue && !this.introductionDue;
  }

  private consider(atUs: number): ReadyVerdict {
    if (!this.isWaiting()) return NOT_YET;
    if (this.signalled) return { ready: 'signal' };
    if (this.policy.kind === 'wait') return NOT_YET;
    return this.policy.afterMs <= 0
      ? { ready: 'assumed' }
      : { ready: undefined, assumeAtUs: atUs + this.policy.afterMs * 1000 };
  }
}

/** `endpoint-ready` was waited for and never came. */
function neverReady(timeoutMs: number): EndpointFailure {
  return {
    class: 'never-ready',
    message: `connected, but the server did not send endpoint-ready within ${timeoutMs} ms`,
    hint: 'servers before Cognigy.AI 4.79 never send it: use --ready assume; otherwise the endpoint service is overloaded',
  };
}

/** The inner handshake was asked for and the server never began it. */
function handshakeMissing(timeoutMs: number): EndpointFailure {
  return {
    class: 'handshake-missing',
    message: `connected, but the server did not ask for the inner handshake within ${timeoutMs} ms`,
    hint: 'the server may be too old for it: remove --handshake inner',
  };
}

import type { EndpointFailure } from './endpoint-failure.ts';
import type { SettledEndpoint } from './endpoint-settings.ts';

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
  /** What must still happen before waiting for readiness begins. */
  private missing: number;
  private signalled = false;

  constructor(policy: SettledEndpoint['ready'], innerHandshake: boolean) {
    this.policy = policy;
    this.missing = innerHandshake ? 2 : 1;
  }

  /** Socket.IO connected, or the inner handshake was answered; each is told once. */
  step(atUs: number): ReadyVerdict {
    this.missing -= 1;
    if (this.missing > 0) return NOT_YET;
    if (this.signalled) return { ready: 'signal' };
    if (this.policy.kind === 'wait') return NOT_YET;
    return this.policy.afterMs <= 0
      ? { ready: 'assumed' }
      : { ready: undefined, assumeAtUs: atUs + this.policy.afterMs * 1000 };
  }

  signal(): ReadyVerdict {
    this.signalled = true;
    return this.missing > 0 ? NOT_YET : { ready: 'signal' };
  }
}

/** `endpoint-ready` was waited for and never came. */
export function neverReady(timeoutMs: number): EndpointFailure {
  return {
    class: 'never-ready',
    message: `connected, but the server never said endpoint-ready within ${timeoutMs} ms`,
    hint: 'servers before Cognigy.AI 4.79 never say it: use --ready assume; otherwise the endpoint service is overloaded',
  };
}

/** The inner handshake was asked for and the server never began it. */
export function handshakeMissing(timeoutMs: number): EndpointFailure {
  return {
    class: 'handshake-missing',
    message: `connected, but the server never asked for the inner handshake within ${timeoutMs} ms`,
    hint: 'the server may be too old for it: leave out --handshake inner',
  };
}

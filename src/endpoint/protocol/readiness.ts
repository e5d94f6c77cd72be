import type { SettledEndpoint } from '../endpoint-settings.ts';
import type { ProtocolSignal } from './chat-protocol.ts';

export type ReadyVerdict =
  | { readonly ready: 'signal' | 'assumed' }
  | { readonly ready: undefined; readonly assumeAtUs?: number };

const NOT_YET: ReadyVerdict = { ready: undefined };

/**
 * When a conversation may begin. Where the server asks who is there, waiting starts only after that.
 *
 *     policy       at connected (and introduced)                  at the ready signal, once connected
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
  /** and the server has to ask who is there. */
  private introductionDue: boolean;
  private signalled = false;

  constructor(policy: SettledEndpoint['ready'], asksIdentity: boolean) {
    this.policy = policy;
    this.introductionDue = asksIdentity;
  }

  connected(atUs: number): ReadyVerdict {
    this.connectDue = false;
    return this.consider(atUs);
  }

  /** The server has asked who is there; only the first time counts, and only where it is waited for. */
  introduced(atUs: number): ReadyVerdict {
    if (!this.introductionDue) return NOT_YET;
    this.introductionDue = false;
    return this.consider(atUs);
  }

  /** What has not come when the time for it is over. */
  get missing(): ProtocolSignal['kind'] {
    return this.introductionDue ? 'introduced' : 'ready-signal';
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

import type { SettledEndpoint } from '../../src/endpoint/endpoint-settings.ts';
import type { PushBody, PushRoute } from '../../src/endpoint/protocol/chat-protocol.ts';
import { makeProtocol } from '../../src/endpoint/protocol/make-protocol.ts';
import type { PushResponse } from '../../src/endpoint/push/push-exchange.ts';
import { PushClient } from '../../src/endpoint/push-client.ts';
import type { Environment } from '../../src/platform/process/environment.ts';
import { realTime } from '../../src/platform/time/real-time.ts';

export const BODY: PushBody = { userId: 'run-u1', sessionId: 'run-c1', text: 'your table is ready' };

/** A push client that lets a test wait for its requests. */
export class PushLog {
  readonly client: PushClient;

  constructor(settings: SettledEndpoint, env: Environment = {}) {
    this.client = new PushClient(settings, makeProtocol(settings), { ...realTime, env });
  }

  post(route: PushRoute = 'notify', body: PushBody = BODY): Promise<PushResponse> {
    return new Promise((resolve) => this.client.post(route, body, resolve));
  }
}

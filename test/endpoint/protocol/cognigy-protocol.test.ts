import { describe } from 'vitest';
import { startMock } from '../../../src/mock/mock-server.ts';
import { settledEndpoint } from '../../support/settled-endpoint.ts';
import { protocolContract } from './protocol-contract.ts';

const QUICK_REPLIES = [{ contentType: 'postback', title: 'Today', payload: 'today' }];

describe.each(['query', 'inner'] as const)("Cognigy.AI's protocol, ids by %s", (handshake) => {
  protocolContract({
    events: ['output', 'finalPing', 'typingStatus', 'endpoint-ready', 'handshake', 'exception', 'error'],
    offer: {
      text: 'when?',
      data: { _cognigy: { _default: { _quickReplies: { text: 'when?', quickReplies: QUICK_REPLIES } } } },
      restart: false,
    },
    async serve() {
      const server = await startMock({ bot: 'echo', delay: '0s', ready: '0s' });
      const settings = settledEndpoint(`${server.url}/${server.token}`, { handshake });
      return { settings, stop: () => server.stop() };
    },
  });
});

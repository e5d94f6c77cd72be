import { describe, expect, it } from 'vitest';
import { classifyDisconnect } from '../../src/endpoint/socketio/disconnect-failure.ts';

const LOGS = 'look at the logs of the endpoint, proxy or load balancer at this time';

describe('a connection that was lost', () => {
  it.each([
    [
      { code: 1006, reason: '', reset: true },
      ': it was reset (ECONNRESET) without a WebSocket close frame (1006)',
      LOGS,
    ],
    [{ code: 1006, reason: '', reset: false }, ': it was closed (FIN) without a WebSocket close frame (1006)', LOGS],
    [
      { code: 4001, reason: 'at noon', reset: false },
      ': the WebSocket was closed (close code 4001, reason "at noon")',
      undefined,
    ],
    [
      { code: 1012, reason: '', reset: false },
      ': the WebSocket was closed (close code 1012: the server restarts)',
      undefined,
    ],
    [undefined, ' (transport close)', undefined],
  ])('%o', (close, told, hint) => {
    const failure = classifyDisconnect('transport close', close, undefined);
    expect(failure).toMatchObject({ class: 'transport-close', message: `the connection was lost${told}` });
    expect(failure.hint).toBe(hint);
  });

  it('names what was too big', () => {
    const failure = classifyDisconnect('transport close', { code: 1009, reason: '', reset: false }, undefined);
    expect(failure.message).toContain('(close code 1009: a message was too big for the server)');
    expect(failure.hint).toContain('larger than the maxPayload');
  });
});

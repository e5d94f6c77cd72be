import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, start } from '../../src/conversation/machine/conversation-machine.ts';
import type { MachineEvent } from '../../src/conversation/machine/conversation-state.ts';
import { copyState } from '../../src/conversation/machine/copy-state.ts';
import { UNKNOWN_TRAITS } from '../../src/conversation/target-traits.ts';
import { chunk, conversationOf, ping, ready, sayStep, scriptFor } from '../support/drive-machine.ts';

const away = { kind: 'reconnect', away: { kind: 'constant', ms: 0 }, session: 'keep', onFailure: 'stop' } as const;

/** Three rounds of a turn, then another connection of the same session, so that outputs are remembered, and a turn. */
const script = scriptFor(
  conversationOf('talk', [sayStep(), sayStep()], {
    instructions: [
      { kind: 'repeat', slot: 0, times: 3, to: 3, while: undefined },
      { kind: 'turn', step: 0 },
      { kind: 'jump', to: 0 },
      away,
      { kind: 'turn', step: 1 },
    ],
  }),
);

const said = (atMs: number): MachineEvent => ({
  kind: 'said',
  atUs: atMs * 1000,
  sent: { loUs: atMs * 1000, hiUs: atMs * 1000 },
});
const wake = (atMs: number): MachineEvent => ({ kind: 'wake', atUs: atMs * 1000 });
const typing = (atMs: number): MachineEvent => ({ kind: 'typing', atUs: atMs * 1000, acked: false, on: true });
const unknown = (atMs: number): MachineEvent => ({ kind: 'unknown', atUs: atMs * 1000, acked: false, name: 'other' });
const streamed = (atMs: number): MachineEvent => chunk(atMs, { messageId: 'm', traceId: `t${atMs % 5}` });

describe('a copied state', () => {
  it('stays as it is when the machine advances the original, and advances in the same way', () => {
    const event = fc.constantFrom(ready, said, wake, streamed, chunk, ping, typing, unknown);
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const context = { script, traits: UNKNOWN_TRAITS };
        let state = start(script);
        for (const [index, make] of [ready, wake, said, ...events].entries()) {
          if (state.phase === 'done') return;
          const happening = make(index + 1);
          const copy = copyState(state);
          const before = structuredClone(copy);
          const advanced = advance(context, state, happening);
          expect(copy).toEqual(before);
          expect(advance(context, copy, happening)).toEqual(advanced);
          state = advanced.state;
        }
      }),
    );
  });
});

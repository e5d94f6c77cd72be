import { describe, expect, it } from 'vitest';
import { UNKNOWN_TRAITS } from '../../src/conversation/target-traits.ts';
import {
  noteTurnTrace,
  type OwnTraces,
  roleOfOutput,
  type Traces,
} from '../../src/conversation/turn/role-of-output.ts';

const NONE: Traces = { ended: [], last: undefined };
const AFTER: Traces = { ended: ['a', 'b'], last: 'b' };
const UNTRACED: Traces = { ended: [], last: '' };
const BY_TRACE = { ...UNKNOWN_TRAITS, tracesDiffer: true };

describe('which turn an output belongs to', () => {
  // trace id of the output, what is known of the session, a turn is open, trace ids differ at this target → role
  it.each([
    [undefined, NONE, true, false, 'attributed'],
    [undefined, NONE, false, false, 'unsolicited'],
    [undefined, UNTRACED, false, false, 'late'],
    [undefined, AFTER, false, true, 'late'],
    [undefined, AFTER, true, true, 'attributed'],
    ['a', AFTER, true, true, 'late'],
    ['a', AFTER, false, true, 'late'],
    ['c', AFTER, true, true, 'attributed'],
    ['c', AFTER, false, true, 'unsolicited'],
    ['a', AFTER, true, false, 'attributed'],
    ['c', AFTER, false, false, 'late'],
    ['c', NONE, false, true, 'unsolicited'],
  ] as const)('trace %s, %j, open %s, differing %s: %s', (traceId, traces, open, differ, role) => {
    expect(roleOfOutput({ traceId }, traces, open, differ ? BY_TRACE : UNKNOWN_TRAITS)).toBe(role);
  });

  it.each(['marker', 'blank'] as const)('is %s at any time if it shows nothing', (shows) => {
    for (const traceId of ['a', 'c', undefined])
      for (const open of [true, false]) expect(roleOfOutput({ traceId, shows }, AFTER, open, BY_TRACE)).toBe(shows);
  });
});

describe('the trace ids of a session', () => {
  const learnt = (...ids: (string | undefined)[]) => {
    const traces: OwnTraces = { ended: [], last: undefined };
    const differ = ids.map((id) => noteTurnTrace(traces, id)).includes(true);
    return { traces, differ };
  };

  it('are known to differ only after two turns with different ones', () => {
    expect(learnt('a').differ).toBe(false);
    expect(learnt('a', 'a', 'a').differ).toBe(false);
    expect(learnt('a', undefined).differ).toBe(false);
    expect(learnt('a', 'b').differ).toBe(true);
    expect(learnt('a', undefined, 'b').differ).toBe(true);
  });

  it('are remembered, each once', () => {
    expect(learnt('a', 'b', 'a').traces).toEqual({ ended: ['a', 'b'], last: 'a' });
  });

  it('are the last eight, however long the session is', () => {
    const { ended, last } = learnt(...Array.from({ length: 5000 }, (_, turn) => `t${turn}`)).traces;
    expect(ended).toHaveLength(8);
    expect([ended[0], last]).toEqual(['t4992', 't4999']);
  });

  it('a turn without one is remembered as a turn', () => {
    expect(learnt(undefined).traces).toEqual({ ended: [], last: '' });
    expect(learnt('a', undefined).traces.last).toBe('a');
  });
});

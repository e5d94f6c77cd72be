import { describe, expect, it } from 'vitest';
import { TraitsHolder } from '../../src/conversation/conversation-deps.ts';
import { learn, type Notice, type TargetTraits, UNKNOWN_TRAITS } from '../../src/conversation/target-traits.ts';
import { COGNIGY } from '../support/cognigy.ts';

const learntSince = (traits: TargetTraits, ...notices: Notice[]) => notices.reduce(learn, traits);
const learnt = (...notices: Notice[]) => learntSince(UNKNOWN_TRAITS, ...notices);
const PINGED = learnt('final-ping');
const MISSED = 'missed-ping';
const PING = 'final-ping';

describe('the traits of a target', () => {
  it('switch to quiet with the first missing final ping, if there were none before', () => {
    expect(learnt(MISSED)).toMatchObject({ quiet: true, missedPings: 1 });
    expect(learnt(MISSED, MISSED).quiet).toBe(true);
  });

  it('switch to quiet with the third missing final ping in a row, if there were some before', () => {
    expect(learntSince(PINGED, MISSED, MISSED)).toMatchObject({ quiet: false, missedPings: 2 });
    expect(learntSince(PINGED, MISSED, MISSED, MISSED).quiet).toBe(true);
    expect(learntSince(PINGED, MISSED, MISSED, MISSED, MISSED).quiet).toBe(true);
  });

  it('reset the count with every final ping, and switch back with one', () => {
    expect(learntSince(PINGED, MISSED, MISSED, PING, MISSED, MISSED).quiet).toBe(false);
    expect(learnt(MISSED, PING)).toEqual(PINGED);
  });

  it('keep what trace ids show, independent of final pings', () => {
    expect(learnt('traces-differ', MISSED, PING).tracesDiffer).toBe(true);
  });

  it('stay the same object if nothing changes', () => {
    expect(learn(PINGED, PING)).toBe(PINGED);
    const known = learnt('traces-differ');
    expect(learn(known, 'traces-differ')).toBe(known);
  });

  it('notify observers each time they switch to quiet, and only then', () => {
    let told = 0;
    const holder = new TraitsHolder(COGNIGY, () => {
      told += 1;
    });
    const notice = (notices: Notice[]) => {
      for (const each of notices) holder.learn(each);
      return told;
    };
    expect(notice([PING, MISSED, MISSED])).toBe(0);
    expect(notice([MISSED, MISSED, MISSED])).toBe(1);
    expect(notice([PING, MISSED, MISSED])).toBe(1);
    expect(notice([MISSED])).toBe(2);
  });
});

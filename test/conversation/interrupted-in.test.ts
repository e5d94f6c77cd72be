import { describe, expect, it } from 'vitest';
import type { MachineEvent } from '../../src/conversation/machine/conversation-state.ts';
import type { Instruction } from '../../src/scenario/instruction.ts';
import {
  chunk,
  conversationOf,
  Driver,
  errorReply,
  interrupt,
  ping,
  ready,
  sayStep,
  scriptFor,
} from '../support/drive-machine.ts';
import { contains, pause, turn, wait } from '../support/instructions.ts';

const WAIT = wait({ check: contains('confirmed') });

function endOf(
  instructions: readonly Instruction[],
  events: readonly MachineEvent[],
  onFailure: 'stop' | 'continue' = 'stop',
) {
  const step = sayStep({ think: { kind: 'constant', ms: 1000 }, onFailure });
  const driver = new Driver(scriptFor(conversationOf('talk', [step], { instructions })));
  driver.feed(...events);
  const end = driver.commands.find((command) => command.kind === 'end-conversation');
  return end?.kind === 'end-conversation' ? [end.outcome, end.interruptedIn] : [];
}

describe('an interrupted conversation', () => {
  it.each<[string, readonly Instruction[], readonly MachineEvent[]]>([
    ['connecting', [turn(0)], [interrupt(5)]],
    ['in-turn', [turn(0)], [ready(100), interrupt(1500)]],
    ['in-step', [WAIT], [ready(100), interrupt(1500)]],
    ['between-turns', [turn(0)], [ready(100), interrupt(500)]],
    ['between-turns', [pause(60_000)], [ready(100), interrupt(500)]],
  ])('reports that it was %s', (where, instructions, events) => {
    expect(endOf(instructions, events)).toEqual(['interrupted', where]);
  });

  it('has failed if a step has failed: it could not complete', () => {
    const events = [ready(100), errorReply(1500), interrupt(1600)];
    expect(endOf([turn(0), turn(0)], events, 'continue')).toEqual(['failed', undefined]);
  });

  it('has not failed by a good turn', () => {
    const events = [ready(100), chunk(1500), ping(1501), interrupt(1600)];
    expect(endOf([turn(0), turn(0)], events)).toEqual(['interrupted', 'between-turns']);
  });

  it('has waited at least its elapsed time in a wait step', () => {
    const driver = new Driver(scriptFor(conversationOf('talk', [], { instructions: [WAIT] })));
    driver.feed(ready(100), interrupt(1500));
    expect(driver.commands).toContainEqual({ kind: 'wait-interrupted', waitedUs: 1_400_000 });
  });
});

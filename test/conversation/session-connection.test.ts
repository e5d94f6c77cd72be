import { describe, expect, it } from 'vitest';
import { NEW_SESSION } from '../../src/conversation/machine/memory.ts';
import { SessionConnection } from '../../src/conversation/session-connection.ts';
import type { Instruction } from '../../src/scenario/instruction.ts';
import { FakeTime } from '../support/fake-time.ts';
import { contains, pause, program } from '../support/instructions.ts';
import { Rehearsal } from '../support/rehearsal.ts';
import { ScriptedLine } from '../support/scripted-line.ts';

const identity = { userId: 'u', sessionId: 's' };

describe('a session between two conversations', () => {
  it('expects the final pings that are still due, and no more', () => {
    const line = new SessionConnection(identity);
    let wire: ScriptedLine | undefined;
    line.open((listener) => (wire = new ScriptedLine(identity, listener, new FakeTime())));
    line.keep({ ...NEW_SESSION, pendingPings: 1 });
    wire!.reply().ping();
    expect(line.memory.pendingPings).toBe(0);
    wire!.ping();
    expect(line.memory.pendingPings).toBe(0);
  });

  it('knows when it has lost its connection', () => {
    const line = new SessionConnection(identity);
    let wire: ScriptedLine | undefined;
    line.open((listener) => (wire = new ScriptedLine(identity, listener, new FakeTime())));
    line.keep(NEW_SESSION);
    wire!.lost();
    expect(line.lost).toBe(true);
  });
});

describe('a kept session', () => {
  const held = async (...instructions: Instruction[]) => {
    const keeping = { identity: { userId: 'perVu', session: 'keep', channel: undefined } } as const;
    const talk = await new Rehearsal(program([], instructions, keeping)).talking();
    await talk.time.advance(100);
    return { closings: talk.line.closings, kept: talk.ends[0]!.kept !== undefined, outcome: talk.ends[0]!.outcome };
  };

  it('stays open for the next conversation', async () => {
    expect(await held(pause(50))).toEqual({ closings: 0, kept: true, outcome: 'completed' });
  });

  it('ends with a conversation that sent nothing, to avoid an endless loop of such conversations', async () => {
    const branch = { kind: 'branch', arms: [{ when: contains('hi'), to: 1 }], otherwise: 1 } as const;
    expect(await held(branch)).toEqual({ closings: 1, kept: false, outcome: 'completed' });
  });
});

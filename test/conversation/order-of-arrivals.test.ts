import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, start, wakeAtUs } from '../../src/conversation/machine/conversation-machine.ts';
import type {
  ConversationState,
  MachineCommand,
  MachineEvent,
  Script,
} from '../../src/conversation/machine/conversation-state.ts';
import { learn, UNKNOWN_TRAITS } from '../../src/conversation/target-traits.ts';
import type { Instruction } from '../../src/scenario/instruction.ts';
import type { ReplyCheck } from '../../src/scenario/reply-check.ts';
import type { Conversation } from '../../src/scenario/scenario.ts';
import { chunk, type StepParts, scriptFor } from '../support/drive-machine.ts';
import { contains, pause, program, push, turn, wait } from '../support/instructions.ts';
import { Rehearsal } from '../support/rehearsal.ts';
import { LETTERS, type Letter, UnseenLine } from '../support/unseen-line.ts';

const RULES = [
  { kind: 'auto' },
  { kind: 'final-ping' },
  { kind: 'first-output' },
  { kind: 'replies', count: 2 },
  { kind: 'quiet', ms: 5 },
  { kind: 'match', check: contains('stop') },
] as const;

const step = fc.record<StepParts>({
  completion: fc.constantFrom(...RULES),
  timeoutMs: fc.constantFrom(3, 40),
  onFailure: fc.constantFrom('stop', 'continue', 'continue'),
  think: fc.constantFrom(0, 0, 2, 10).map((ms) => ({ kind: 'constant', ms }) as const),
  typingIndicator: fc.boolean(),
  mayBeSilent: fc.boolean(),
});

const instruction = (steps: number): fc.Arbitrary<Instruction> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.nat(steps - 1).map(turn) },
    fc.constant(pause(3)),
    fc.constant(wait({ timeoutMs: 8, onFailure: 'continue' })),
    fc
      .record({
        route: fc.constantFrom('inject', 'notify'),
        answer: fc.constantFrom<'first' | 'marker' | ReplyCheck>('first', 'marker', contains('stop')),
        await: fc.boolean(),
        timeoutMs: fc.constantFrom(4, 40),
      })
      .map((parts) => push({ ...parts, onFailure: 'continue' })),
  );

const conversation: fc.Arbitrary<Conversation> = fc.array(step, { minLength: 1, maxLength: 3 }).chain((steps) =>
  fc
    .tuple(fc.array(instruction(steps.length), { minLength: 1, maxLength: 8 }), fc.boolean())
    .map(([instructions, stops]) =>
      program(
        steps.map((parts, index) => ({ ...parts, label: `step ${index}` })),
        instructions,
        { stopWhen: stops ? [{ when: contains('stop'), as: 'completed' }] : [] },
      ),
    ),
);

/** The machine with a wire that delivers whatever it reads as late as it likes, even after later utterances. */
class LateWire {
  nowUs = 1_000_000;
  state: ConversationState;
  readonly commands: MachineCommand[] = [];
  outputs = 0;
  private traits = UNKNOWN_TRAITS;
  private sentLoUs = 0;
  private readonly waiting: MachineEvent[] = [];
  private readonly script: Script;

  constructor(script: Script) {
    this.script = script;
    this.state = start(script);
    this.step({ kind: 'ready', atUs: this.nowUs, how: 'signal' });
  }

  read(letter: Letter): void {
    const event = wireEvent(letter, this.nowUs);
    if (event) this.waiting.push(event);
  }

  deliver(count: number): void {
    for (const event of this.waiting.splice(0, count)) {
      if (this.state.phase === 'done') return;
      if (event.kind === 'reply-chunk' || (event.kind === 'error-reply' && event.via === 'output')) this.outputs += 1;
      this.step(event);
    }
  }

  pass(us: number): void {
    const untilUs = this.nowUs + us;
    for (let rounds = 0; rounds < 100; rounds += 1) {
      const dueUs = wakeAtUs(this.script, this.state);
      if (dueUs === undefined || dueUs > untilUs) break;
      this.nowUs = Math.max(this.nowUs, dueUs);
      this.step({ kind: 'wake', atUs: this.nowUs });
    }
    this.nowUs = Math.max(this.nowUs, untilUs);
  }

  step(event: MachineEvent): void {
    if (this.state.phase === 'done') return;
    const belongs = this.state.phase === 'talking' ? event.atUs >= this.sentLoUs : true;
    const { state, commands } = advance(
      { script: this.script, traits: this.traits },
      this.state,
      event,
      event.atUs - 200,
    );
    this.state = state;
    for (const command of commands) {
      this.commands.push(command);
      if (command.kind === 'notice') this.traits = learn(this.traits, command.notice);
      if (command.kind === 'output' && command.role === 'attributed') expect(belongs).toBe(true);
      if (command.kind === 'say') this.said();
      if (command.kind === 'push')
        this.step({ kind: 'push-sent', atUs: this.nowUs, id: command.id, sent: this.stamp() });
    }
  }

  private said(): void {
    const stamp = this.stamp();
    this.sentLoUs = stamp.loUs;
    this.step({ kind: 'said', atUs: stamp.hiUs, sent: stamp });
  }

  private stamp() {
    const loUs = this.nowUs;
    this.nowUs += 10;
    return { loUs, hiUs: this.nowUs };
  }

  all<Kind extends MachineCommand['kind']>(kind: Kind): Extract<MachineCommand, { kind: Kind }>[] {
    return this.commands.filter((command): command is Extract<MachineCommand, { kind: Kind }> => command.kind === kind);
  }
}

function wireEvent(letter: Letter, atUs: number): MachineEvent | undefined {
  switch (letter) {
    case 'r':
      return chunk(atUs / 1000);
    case 's':
      return chunk(atUs / 1000, { text: 'stop' });
    case 'e':
      return { kind: 'error-reply', atUs, acked: false, via: 'output', code: '5', message: 'boom', traceId: undefined };
    case 'p':
      return { kind: 'final-ping', atUs, acked: false, type: 'regular' };
    case 't':
    case 'T':
      return { kind: 'typing', atUs, acked: false, on: letter === 't' };
    default:
      return undefined;
  }
}

const letter = fc.constantFrom<Letter>(...LETTERS, 'r', 'r', 'p', 'p', 't');

type Act = (wire: LateWire) => void;
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: letter.map(
      (read): Act =>
        (wire) =>
          wire.read(read),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.nat(3).map(
      (count): Act =>
        (wire) =>
          wire.deliver(count),
    ),
  },
  {
    weight: 5,
    arbitrary: fc.nat(6000).map(
      (us): Act =>
        (wire) =>
          wire.pass(us),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom(200, 404)).map(
      ([id, result]): Act =>
        (wire) =>
          wire.step({ kind: 'push-answered', atUs: wire.nowUs, id, result }),
    ),
  },
);

const END: readonly Act[] = [
  (wire) => wire.step({ kind: 'interrupt', atUs: wire.nowUs }),
  (wire) =>
    wire.step({ kind: 'closed', atUs: wire.nowUs, failure: { class: 'transport-close', message: 'the line broke' } }),
];

describe('a conversation with events in any order', () => {
  it('never attributes to the open turn what was read before its utterance was sent', () => {
    fc.assert(
      fc.property(conversation, fc.array(act, { maxLength: 60 }), fc.constantFrom(...END), (talk, acts, end) => {
        const wire = new LateWire(scriptFor(talk));
        for (const each of acts) each(wire);
        end(wire);
        expect(wire.state.phase).toBe('done');
        for (const { turn: ended } of wire.all('end-turn')) {
          expect(ended.intendedUs).toBeLessThanOrEqual(ended.sent.loUs);
          expect(ended.ended.hiUs).toBeGreaterThanOrEqual(ended.sent.loUs);
          for (const { first, last } of ended.replies) {
            expect(first.hiUs).toBeGreaterThanOrEqual(ended.sent.loUs);
            expect(last.hiUs).toBeGreaterThanOrEqual(first.hiUs);
          }
        }
        for (const { loUs, hiUs } of wire.all('measure')) expect(loUs >= 0 && hiUs >= loUs).toBe(true);
        for (const { waitedUs } of wire.all('end-push')) expect(waitedUs).toBeGreaterThanOrEqual(0);
        // One class for every output, one outcome for every input, one end for the conversation.
        expect(wire.all('output')).toHaveLength(wire.outputs);
        expect(wire.all('end-turn')).toHaveLength(wire.all('say').length);
        const timed = wire.all('measure').filter(({ metric }) => metric === 'push').length;
        expect(timed + wire.all('end-push').length).toBe(wire.all('push').length);
        expect(wire.all('end-conversation')).toHaveLength(1);
      }),
      { numRuns: 3000, seed: 1 },
    );
  });
});

/** `letters` were read just before the first utterance and are delivered just after it; then the bot replies. */
function readBeforeSaid(...letters: Letter[]): LateWire {
  const stops = { stopWhen: [{ when: contains('stop'), as: 'completed' } as const] };
  const talk = program([{ text: 'a', think: { kind: 'constant', ms: 1 } }], [turn(0)], stops);
  const wire = new LateWire(scriptFor(talk));
  for (const each of letters) wire.read(each);
  wire.pass(1000);
  expect(wire.all('say')).toHaveLength(1);
  wire.deliver(letters.length);
  wire.pass(1000);
  for (const each of ['T', 'r', 'p'] as const) wire.read(each);
  wire.deliver(3);
  return wire;
}

describe('events read just before an utterance and delivered after it', () => {
  it.each<[string, Letter]>([
    ['a final ping', 'p'],
    ['an output', 'r'],
    ['an error', 'e'],
    ['a sign of typing', 't'],
  ])('do not affect the turn: %s', (_, early) => {
    const wire = readBeforeSaid(early);
    expect(wire.all('end-turn').map(({ turn: { outcome, endedBy } }) => [outcome, endedBy])).toEqual([
      ['completed', 'final-ping'],
    ]);
    expect(wire.all('end-turn')[0]!.turn.replies).toHaveLength(1);
    expect(wire.all('measure').map(({ metric }) => metric)).toEqual(['reply']);
    expect(wire.all('end-conversation')).toMatchObject([{ outcome: 'completed' }]);
  });

  it('may end the conversation by stopWhen: nothing is known of the turn then', () => {
    const wire = readBeforeSaid('s');
    expect(wire.all('end-turn').map(({ turn: { outcome, endedBy } }) => [outcome, endedBy])).toEqual([
      ['interrupted', 'stop'],
    ]);
    expect(wire.all('end-conversation')).toMatchObject([{ outcome: 'completed', session: { pendingPings: 1 } }]);
  });
});

describe('a live conversation with its inbox', () => {
  const moment = fc.record({
    letters: fc.array(letter, { maxLength: 4 }),
    /** Just before the next timer fires; else now. */
    atTimer: fc.boolean(),
    stallMs: fc.constantFrom(0, 0, 0, 0, 30),
    passMs: fc.constantFrom(0, 0, 1, 2, 3, 5, 10),
  });

  it('sends nothing before it has processed what was read, loses no output, and records no impossible value', async () => {
    await fc.assert(
      fc.asyncProperty(conversation, fc.array(moment, { maxLength: 25 }), fc.boolean(), async (talk, moments, lost) => {
        const rehearsal = await new Rehearsal(talk).talking();
        const unseen = new UnseenLine(rehearsal);
        for (const { letters, atTimer, stallMs, passMs } of moments) {
          rehearsal.time.stall(stallMs);
          if (atTimer) rehearsal.beforeTimer = () => unseen.reads(letters);
          else unseen.reads(letters);
          await rehearsal.time.advance(passMs);
        }
        if (lost && rehearsal.ends.length === 0) rehearsal.line.lost();
        rehearsal.conversation.interrupt();
        expect(unseen.unseenWhenSaid).toBe(0);
        const impossible = rehearsal.sink.samples.filter(({ lo, hi }) => !(lo >= 0 && hi >= 0));
        const early = rehearsal.streamed.filter(({ sent, ended }) => ended.hiUs < sent.loUs);
        expect([impossible, early]).toEqual([[], []]);
        expect(rehearsal.broken()).toEqual([]);
        expect(rehearsal.ends).toHaveLength(1);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('ends no turn with a final ping that was read before its utterance was sent', async () => {
    const talk = await new Rehearsal({}, { think: { kind: 'constant', ms: 10 } }).talking();
    const unseen = new UnseenLine(talk);
    unseen.reads(['r', 'p']);
    await talk.time.advance(0);
    talk.beforeTimer = () => unseen.reads(['p']);
    await talk.time.advance(10);
    expect(talk.line.said).toHaveLength(2);
    unseen.reads(['r', 'p']);
    await talk.time.advance(1);
    expect([talk.count('turns_completed'), talk.count('turns_silent'), talk.count('final_pings')]).toEqual([2, 0, 3]);
  });

  it('attributes an output read just before an utterance to no turn', async () => {
    const talk = await new Rehearsal({}, { think: { kind: 'constant', ms: 10 } }).talking();
    const unseen = new UnseenLine(talk);
    unseen.reads(['r', 'p']);
    await talk.time.advance(0);
    talk.beforeTimer = () => unseen.reads(['r']);
    await talk.time.advance(10);
    await talk.time.advance(1);
    unseen.reads(['r', 'p']);
    await talk.time.advance(1);
    expect([talk.count('outputs_late') + talk.count('outputs_unsolicited'), talk.count('outputs_attributed')]).toEqual([
      1, 2,
    ]);
    expect(talk.of('first_output').at(-1)).toMatch(/ 790\.\.1000$/);
  });

  it('does not send a due utterance if an output read before ends the conversation', async () => {
    const stopping = program([{ text: 'a' }, { text: 'b', think: { kind: 'constant', ms: 10 } }], [turn(0), turn(1)], {
      stopWhen: [{ when: contains('stop'), as: 'completed' }],
    });
    const talk = await new Rehearsal(stopping).talking();
    const unseen = new UnseenLine(talk);
    unseen.reads(['r', 'p']);
    await talk.time.advance(0);
    talk.beforeTimer = () => unseen.reads(['s']);
    await talk.time.advance(10);
    expect(talk.line.said.map(({ text }) => text)).toEqual(['a']);
    expect(talk.ends).toMatchObject([{ outcome: 'completed' }]);
    expect(talk.broken()).toEqual([]);
  });
});

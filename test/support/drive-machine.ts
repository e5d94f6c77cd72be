import { advance, start, wakeAtUs } from '../../src/conversation/machine/conversation-machine.ts';
import type {
  ConversationState,
  MachineCommand,
  MachineEvent,
  Script,
} from '../../src/conversation/machine/conversation-state.ts';
import { needsLastReplies } from '../../src/conversation/needs-last-replies.ts';
import { learn, type TargetTraits, UNKNOWN_TRAITS } from '../../src/conversation/target-traits.ts';
import type { ReplyChunkEvent } from '../../src/endpoint/endpoint-connection.ts';
import type { Conversation, SayStep } from '../../src/scenario/scenario.ts';
import { COGNIGY } from './cognigy.ts';

/** A step as tests write it; `text` is short for an utterance of that text. */
export type StepParts = Partial<SayStep> & { readonly text?: string };

/** A say step with the defaults of a scenario file. */
export function sayStep({ text, ...overrides }: StepParts = {}): SayStep {
  return {
    kind: 'say',
    label: 'hello',
    utterance: { kind: 'text', choices: [text ?? 'hello'] },
    data: undefined,
    resetFlow: false,
    extra: undefined,
    expect: {},
    mayBeSilent: false,
    errorTexts: [],
    captures: [],
    typingIndicator: false,
    think: { kind: 'constant', ms: 0 },
    timeoutMs: 30_000,
    completion: { kind: 'auto' },
    onFailure: 'stop',
    ...overrides,
  };
}

/** The text of a step that says one. */
export function textOf({ utterance }: SayStep): string | undefined {
  return utterance.kind === 'text' ? utterance.choices[0] : undefined;
}

/** A conversation that says these steps in order. */
export function conversationOf(
  name: string,
  steps: readonly SayStep[],
  overrides: Partial<Conversation> = {},
): Conversation {
  return {
    name,
    weight: 1,
    identity: { userId: 'perVu', session: 'new', channel: undefined },
    feed: undefined,
    stopWhen: [],
    steps,
    instructions: steps.map((_, step) => ({ kind: 'turn', step })),
    ...overrides,
  };
}

export function scriptOf(...steps: StepParts[]): Script {
  return scriptFor(
    conversationOf(
      'talk',
      steps.map((step) => sayStep(step)),
    ),
  );
}

/** The state when `conversation` starts. */
export function scriptFor(conversation: Conversation, overrides: Partial<Script> = {}): Script {
  return {
    ...conversation,
    protocol: COGNIGY,
    seed: 1,
    number: 7,
    vu: 3,
    runId: 'plv-test',
    sessionPrefix: 'plv-test',
    sessionId: 'plv-test-c7',
    row: undefined,
    vars: {},
    marker: undefined,
    todayMs: Date.UTC(2026, 0, 31),
    needsLastReplies: needsLastReplies(conversation),
    anchorUs: undefined,
    traced: false,
    ...overrides,
  };
}

/** Events of the connection in short: `text` at this time, ms. */
export function chunk(atMs: number, overrides: Partial<ReplyChunkEvent> = {}): ReplyChunkEvent {
  return {
    kind: 'reply-chunk',
    atUs: atMs * 1000,
    acked: false,
    text: 'hi',
    data: undefined,
    messageId: undefined,
    finished: true,
    shows: 'content',
    traceId: undefined,
    source: 'bot',
    ...overrides,
  };
}
export const ping = (atMs: number): MachineEvent => ({
  kind: 'final-ping',
  atUs: atMs * 1000,
  acked: false,
  type: 'regular',
});
export const ready = (atMs: number): MachineEvent => ({ kind: 'ready', atUs: atMs * 1000, how: 'signal' });
export const errorReply = (atMs: number, via: 'output' | 'exception' = 'output'): MachineEvent => ({
  kind: 'error-reply',
  atUs: atMs * 1000,
  acked: false,
  via,
  code: '500',
  message: 'boom',
  traceId: undefined,
});
export const closed = (atMs: number): MachineEvent => ({
  kind: 'closed',
  atUs: atMs * 1000,
  failure: { class: 'transport-close', message: 'the line broke' },
});
/** The response to inject or notify request `id`. */
export const pushAnswered = (atMs: number, id: number, result = 200): MachineEvent => ({
  kind: 'push-answered',
  atUs: atMs * 1000,
  id,
  result,
});
export const interrupt = (atMs: number): MachineEvent => ({ kind: 'interrupt', atUs: atMs * 1000 });

/** Drives the machine as a live conversation does, with a clock that jumps from event to event. */
export class Driver {
  state: ConversationState;
  readonly commands: MachineCommand[] = [];
  traits: TargetTraits;
  private readonly script: Script;

  constructor(script: Script, traits: TargetTraits = UNKNOWN_TRAITS) {
    this.script = script;
    this.traits = traits;
    this.state = start(script);
  }

  /** Feeds the events in order; wake-ups that are due before an event come first. */
  feed(...events: MachineEvent[]): this {
    for (const event of events) {
      this.wakeUntil(event.atUs);
      this.step(event);
    }
    return this;
  }

  /** Lets time pass until `atMs`. */
  wait(atMs: number): this {
    this.wakeUntil(atMs * 1000 + 1);
    return this;
  }

  /** The commands of one kind so far. */
  all<Kind extends MachineCommand['kind']>(kind: Kind): Extract<MachineCommand, { kind: Kind }>[] {
    return this.commands.filter((command): command is Extract<MachineCommand, { kind: Kind }> => command.kind === kind);
  }

  get turns() {
    return this.all('end-turn').map((command) => command.turn);
  }

  get roles(): string[] {
    return this.all('output').map((command) => command.role);
  }

  /** What has been said so far. */
  get said(): string[] {
    return this.all('say').map((command) => command.input.text);
  }

  /** `reason: message` of each step that failed. */
  get failures(): string[] {
    return this.all('step-failed').map(({ reason, failure }) => `${reason}: ${failure.withTexts ?? failure.message}`);
  }

  get outcome(): string | undefined {
    return this.all('end-conversation')[0]?.outcome;
  }

  private wakeUntil(atUs: number): void {
    for (let wakeUs = this.wake(); wakeUs !== undefined && wakeUs < atUs; wakeUs = this.wake()) {
      this.step({ kind: 'wake', atUs: wakeUs });
    }
  }

  private wake(): number | undefined {
    return wakeAtUs(this.script, this.state);
  }

  private step(event: MachineEvent): void {
    const { state, commands } = advance({ script: this.script, traits: this.traits }, this.state, event);
    this.state = state;
    for (const command of commands) {
      this.commands.push(command);
      if (command.kind === 'notice') this.traits = learn(this.traits, command.notice);
      if (command.kind === 'say')
        this.step({ kind: 'said', atUs: event.atUs, sent: { loUs: event.atUs, hiUs: event.atUs } });
      if (command.kind === 'push') {
        const sent = { loUs: event.atUs, hiUs: event.atUs };
        this.step({ kind: 'push-sent', atUs: event.atUs, id: command.id, sent });
      }
    }
  }
}

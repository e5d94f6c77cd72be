import { ConversationChooser } from '../../src/conversation/choose-conversation.ts';
import { type TargetDeps, type ThreadDeps, TraitsHolder } from '../../src/conversation/conversation-deps.ts';
import type { ConversationEnd } from '../../src/conversation/conversation-end.ts';
import { LiveConversation } from '../../src/conversation/live-conversation.ts';
import { planConversation } from '../../src/conversation/plan-conversation.ts';
import type { CookieJar } from '../../src/endpoint/cookie-jar.ts';
import { FAILURE_CLASSES } from '../../src/endpoint/endpoint-failure.ts';
import { AddressCounts } from '../../src/measure/address-counts.ts';
import { ErrorLog } from '../../src/measure/error-log.ts';
import { ExemplarKeeper } from '../../src/measure/exemplars.ts';
import { brokenInvariants } from '../../src/measure/invariants.ts';
import { Recorder } from '../../src/measure/recorder/recorder.ts';
import { SeriesTable } from '../../src/measure/series.ts';
import type { TraceEvent } from '../../src/measure/traces/trace-event.ts';
import { type StreamedTurn, turnsIn } from '../../src/measure/turns/turn-batch.ts';
import { TurnOutlet } from '../../src/measure/turns/turn-outlet.ts';
import { TurnQuota } from '../../src/measure/turns/turn-quota.ts';
import { Inbox } from '../../src/platform/inbox.ts';
import type { Conversation } from '../../src/scenario/scenario.ts';
import { COGNIGY } from './cognigy.ts';
import { conversationOf, type StepParts, sayStep } from './drive-machine.ts';
import { FakeTime } from './fake-time.ts';
import { ListSink } from './list-sink.ts';
import { ScriptedLine } from './scripted-line.ts';

/** One conversation with the test as endpoint, gate and clock. */
export class Rehearsal {
  readonly time = new FakeTime();
  readonly inbox = new Inbox(this.time);
  readonly sink = new ListSink();
  readonly errors = new ErrorLog();
  readonly exemplars = new ExemplarKeeper();
  readonly table: SeriesTable;
  readonly ends: ConversationEnd[] = [];
  readonly conversation: LiveConversation;
  /** Requests to inject and notify, in order, with what answers them. */
  readonly pushes: { route: string; body: Record<string, unknown>; done: (result: number) => void }[] = [];
  /** Slots acquired from the connect gate and released. */
  entered = 0;
  released = 0;
  turnedQuiet = 0;
  /** The events of its trace, if it is traced. */
  readonly events: TraceEvent[] = [];
  /** The cookies that each connection was opened with. */
  readonly jars: CookieJar[] = [];
  /** Called once before the next timer that fires: for what was read while the previous one was running. */
  beforeTimer: (() => void) | undefined;
  /** Called once after the next timer that fires: for what the poll phase after it reads. */
  poll: (() => void) | undefined;
  private atGate: ((release: () => void) => void) | undefined;
  private opened: ScriptedLine | undefined;
  private readonly taken: StreamedTurn[] = [];
  private readonly outlet = new TurnOutlet({
    quota: new TurnQuota(2 ** 20),
    take: (batch) => this.taken.push(...turnsIn(batch)),
  });

  constructor(...steps: StepParts[]);
  constructor(conversation: Conversation);
  constructor(...given: (StepParts | Conversation)[]) {
    const [first] = given;
    const conversation =
      first && 'instructions' in first
        ? first
        : conversationOf(
            'talk',
            given.map((step, index) => sayStep({ text: `say ${index}`, label: `step ${index}`, ...step })),
          );
    this.table = new SeriesTable({
      targets: ['eu'],
      conversations: [{ name: 'talk', steps: conversation.steps.map((step) => step.label) }],
      failureClasses: FAILURE_CLASSES,
    });
    const startUs = this.time.nowUs();
    const thread = this.thread(startUs);
    const target = this.target(conversation);
    const plan = planConversation(thread, target, { number: 7, vu: 3, intendedUs: startUs, anchored: false });
    if (plan === 'feed-empty') throw new Error('the feed is used up');
    // In a run, the user loop counts what is due.
    this.sink.append(plan.series.counters.conversations_due, 0, 1, 0);
    this.conversation = new LiveConversation({ thread, target, onEnd: (end) => this.ends.push(end) }, plan);
  }

  /** The connection that was opened. */
  get line(): ScriptedLine {
    if (!this.opened) throw new Error('no line was opened');
    return this.opened;
  }

  get hasLine(): boolean {
    return this.opened !== undefined;
  }

  /** The turns as they go to the file of turns. */
  get streamed(): readonly StreamedTurn[] {
    this.outlet.flush();
    return this.taken;
  }

  /** The connect gate admits the conversation. */
  letIn(): this {
    this.atGate!(() => {
      this.released += 1;
    });
    return this;
  }

  /** Started, admitted, connected and ready at once. */
  async talking(): Promise<this> {
    this.conversation.start();
    this.letIn().line.connected().ready();
    await this.time.advance(0);
    return this;
  }

  of(metric: string): string[] {
    return this.sink.of(this.table, metric);
  }

  count(metric: string): number {
    return this.sink.count(this.table, metric);
  }

  /** Consistency checks that fail after everything has ended, in words. */
  broken(): string[] {
    const recorder = new Recorder(this.table);
    for (const { series, atMs, lo, hi } of this.sink.samples) recorder.append(series, atMs, lo, hi);
    return brokenInvariants(recorder.readings(), this.table.shape);
  }

  /** Other dependencies of its thread. */
  protected more(): Partial<ThreadDeps> {
    return {};
  }

  private thread(startUs: number): ThreadDeps {
    return {
      keepTexts: false,
      maySend: () => true,
      clock: this.time,
      timers: {
        at: (dueUs, callback) =>
          this.time.at(dueUs, () => {
            const before = this.beforeTimer;
            this.beforeTimer = undefined;
            before?.();
            callback();
            this.poll?.();
            this.poll = undefined;
          }),
      },
      samples: this.sink,
      errors: this.errors,
      addresses: new AddressCounts(),
      exemplars: this.exemplars,
      turns: this.outlet,
      inbox: this.inbox,
      startUs,
      seed: 1,
      runId: 'plv-test',
      todayMs: Date.UTC(2026, 0, 31),
      ...this.more(),
    };
  }

  private target(conversation: Conversation): TargetDeps {
    return {
      name: 'eu',
      open: ({ identity }, listener, cookies) => {
        this.jars.push(cookies);
        this.opened = new ScriptedLine(identity, listener, this.time);
        return this.opened;
      },
      perSession: undefined,
      protocol: COGNIGY,
      connectLimiter: {
        enter: (start) => {
          this.entered += 1;
          this.atGate = (release) => start(release, 'connect-limit');
        },
      },
      traits: new TraitsHolder(COGNIGY, () => {
        this.turnedQuiet += 1;
      }),
      chooser: new ConversationChooser([{ conversation, series: this.table.conversation(0, 0) }], 1),
      sessionPrefix: 'plv-test',
      marker: undefined,
      close: () => {},
      whenPushAllowed: (send) => send(),
      push: (route, { identity: { userId, sessionId } }, content, done) => {
        const nowUs = this.time.nowUs();
        const body = { userId, sessionId, ...content };
        this.pushes.push({ route, body, done: (result) => done(result, this.time.nowUs()) });
        return { loUs: nowUs, hiUs: nowUs };
      },
    };
  }
}

/** The same, traced. */
export class TracedRehearsal extends Rehearsal {
  protected override more(): Partial<ThreadDeps> {
    return { traces: { conversations: 8, take: ({ event }) => this.events.push(event) } };
  }
}

import pLimit from 'p-limit';
import { KnownError } from '../../platform/known-error.ts';
import { LIMITS } from '../../platform/limits.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import type { NamedShard } from '../../run/shards/shard-identity.ts';
import { NoAnswer } from '../wire/fleet-connection.ts';
import type { LiveState, Offer } from '../wire/messages.ts';
import { PartsInbox, parsePart } from '../wire/parts.ts';
import { tryUntil } from '../wire/try-until.ts';
import { type AtWork, beginning } from './at-work.ts';
import { decodeLive } from './decode-live.ts';
import { agentInWords } from './describe-agents.ts';
import type { LostAgent } from './describe-lost.ts';
import { askAgent, type CoordinatorDeps } from './fleet-session.ts';
import { readResults } from './read-results.ts';
import { StepStates } from './step-states.ts';

/** An agent that has sent nothing for this long is asked for its state. */
const SILENCE_MS = 3000;
const SAVED_PATIENCE = { everyMs: 250, maxWaitMs: 10_000 } as const;
/**
 * Number of agents that are asked at the same time. If all sent their files at once, the server would buffer them, and it
 * disconnects a client that is more than 64 MB behind (a slow consumer).
 */
const MAX_ASKED = 32;

/** An agent that has sent a live state. */
export interface LiveAgent {
  readonly agent: Offer;
  /** It is neither done nor lost. */
  readonly isWorking: boolean;
  /** The newest one, decoded in each call; undefined: it is damaged. */
  readonly state: () => LiveState | undefined;
}

/** The agents of a run while it runs: what they publish, and which of them are done or lost. */
export class AgentsAtWork {
  /** Increases when `live` changes. */
  version = 0;
  /** Whether `allDone` has resolved. */
  isOver = false;
  /** Only of a step of a capacity search. */
  readonly steps: StepStates;
  /** Resolves once every agent is done or lost, with the lost ones. */
  readonly allDone: Promise<readonly LostAgent[]>;
  private readonly all: ReadonlyMap<string, AtWork>;
  private readonly run: string;
  private readonly deps: CoordinatorDeps;
  private readonly inbox = new PartsInbox(LIMITS.shardFileBytes);
  private readonly limit = pLimit(MAX_ASKED);
  private finish: (lost: readonly LostAgent[]) => void = () => {};
  private checkedUs = 0;
  private unlisten: (() => void) | undefined;

  constructor(run: string, agents: readonly Offer[], deps: CoordinatorDeps) {
    this.run = run;
    this.deps = deps;
    this.steps = new StepStates(agents.length);
    this.all = new Map(agents.map((agent) => [agent.id, beginning(agent)]));
    this.allDone = new Promise((resolve) => {
      this.finish = resolve;
    });
  }

  /** To be called before the start. Resolves once the server has the subscription. */
  async listen(): Promise<void> {
    const { connection } = this.deps;
    this.unlisten = await connection.listen(connection.subjects.state(this.run), (bytes) => this.take(bytes));
  }

  /**
   * Resolves once a report can be built: agents send a shard file when they start, and again when they are asked.
   * @throws KnownError (112) if nothing arrives; the reason of `abort`, at once.
   */
  haveSaved(abort: AbortSignal): Promise<boolean> {
    return tryUntil(this.deps.system, { ...SAVED_PATIENCE, abort }, async () => {
      const all = [...this.all.values()];
      if (all.some(({ saved }) => saved !== undefined)) return true;
      for (const one of all) if (!one.isAsked) this.ask(one);
      return new KnownError('no agent has sent results', {
        exit: 'incomplete',
        hint: 'check the connections of the agents to the NATS server; look at their logs',
      });
    });
  }

  close(): void {
    this.unlisten?.();
  }

  /** Places of the agents, each once; undefined: without a place. */
  get places(): readonly (string | undefined)[] {
    return [...new Set([...this.all.values()].map(({ agent }) => agent.place))];
  }

  get live(): readonly LiveAgent[] {
    return [...this.all.values()].flatMap(({ agent, live, isFinal, lost }) =>
      live ? [{ agent, isWorking: !isFinal && lost === undefined, state: () => decodeLive(live) }] : [],
    );
  }

  /** The newest content of each shard file. */
  get saved(): readonly { readonly agent: Offer; readonly file: Buffer }[] {
    return [...this.all.values()].flatMap(({ agent, saved }) => (saved ? [{ agent, file: saved }] : []));
  }

  /** The newest shard of each agent that can be read, decoded one by one: all of them would not fit into memory. */
  *shards(): Generator<NamedShard, void> {
    const { run } = this;
    for (const [index, one] of [...this.all.values()].entries()) {
      const state = one.saved && readResults(one.saved, { run, index });
      one.isUnreadable = one.saved !== undefined && state === undefined;
      if (state) yield { path: `agent ${one.agent.name}`, state };
    }
  }

  /** The agents that are lost so far. */
  get lost(): readonly LostAgent[] {
    return this.without(({ lost }) => lost);
  }

  /** The agents that are not lost, but of whose results `shards` could not read the newest. */
  get unreadable(): readonly LostAgent[] {
    return this.without(({ lost, isUnreadable }) =>
      lost === undefined && isUnreadable ? 'its results cannot be read' : undefined,
    );
  }

  /** Whether each of them still carries out its share. */
  get areAllAtWork(): boolean {
    return [...this.all.values()].every(({ isFinal, lost }) => !isFinal && lost === undefined);
  }

  private without(why: (one: AtWork) => string | undefined): readonly LostAgent[] {
    const count = this.all.size;
    return [...this.all.values()].flatMap((one, index) => {
      const text = why(one);
      const { agent, saved } = one;
      return text === undefined ? [] : [{ agent, share: { run: this.run, index, count }, why: text, saved }];
    });
  }

  /**
   * Called every second: asks silent agents for their state, and counts those as lost that are silent for a whole lease. They are
   * still asked: one whose connection was interrupted keeps its results for another lease.
   */
  checkSilence(): void {
    const nowUs = this.deps.system.clock.nowUs();
    // In the first call; and after a freeze of this process, when the messages received meanwhile are still unread.
    const isLate = nowUs - this.checkedUs > SILENCE_MS * 1000;
    this.checkedUs = nowUs;
    for (const one of this.all.values()) {
      if (one.isFinal) continue;
      if (isLate) one.heardUs = nowUs;
      const silentMs = (nowUs - one.heardUs) / 1000;
      if (silentMs > this.deps.leaseMs)
        this.markLost(one, `no message from it for ${formatDurationMs(this.deps.leaseMs)}`);
      if (silentMs > SILENCE_MS) this.ask(one);
    }
  }

  /** Asks for its shard file, at most `MAX_ASKED` agents at a time. */
  private ask(one: AtWork): void {
    one.hasNews = true;
    if (one.isAsked || one.isFinal || one.hasRefused) return;
    one.isAsked = true;
    void this.limit(() => this.askNow(one)).finally(() => {
      one.isAsked = false;
      if (one.hasNews) this.ask(one);
    });
  }

  private async askNow(one: AtWork): Promise<void> {
    one.hasNews = false;
    try {
      const { failure } = await askAgent(this.deps, one.agent, { kind: 'state', run: this.run });
      if (failure) this.markLost(one, failure.message);
    } catch (error) {
      if (error instanceof KnownError) {
        one.hasRefused = true;
        this.markLost(one, error.message);
      } else if (!(error instanceof NoAnswer)) throw error;
    }
  }

  private take(bytes: Uint8Array): void {
    const message = parsePart(bytes);
    const one = message && this.all.get(message.header.from);
    if (!message || !one || one.isFinal) return;
    one.heardUs = this.deps.system.clock.nowUs();
    const whole = this.inbox.take(message.header, message.bytes);
    if (!whole) return;
    this.markBack(one);
    switch (message.header.kind) {
      case 'live':
        one.live = whole;
        this.version++;
        return;
      case 'step':
        return this.steps.add(message.header.sequence, one.agent, whole);
      case 'news':
        return this.ask(one);
      case 'final':
        one.isFinal = true;
    }
    one.saved = whole;
    if (!one.isFinal) return;
    this.version++;
    this.finishIfDone();
  }

  private markBack(one: AtWork): void {
    if (one.lost === undefined || this.isOver) return;
    one.lost = undefined;
    this.version++;
    this.deps.onNotice(`${agentInWords(one.agent)} is back`);
  }

  private markLost(one: AtWork, why: string): void {
    if (one.isFinal || one.lost !== undefined) return;
    one.lost = why;
    this.version++;
    this.deps.onNotice(`${agentInWords(one.agent)} is lost: ${why}`);
    this.finishIfDone();
  }

  private finishIfDone(): void {
    const all = [...this.all.values()];
    if (!all.every(({ isFinal, lost }) => isFinal || lost !== undefined)) return;
    this.isOver = true;
    this.finish(this.lost);
  }
}

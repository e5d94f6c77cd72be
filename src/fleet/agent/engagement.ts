import type { Segment } from '../../load/segment.ts';
import { KnownError, messageOf } from '../../platform/known-error.ts';
import { redact } from '../../platform/redact.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import type { Timer } from '../../platform/time/timers.ts';
import type { BegunShard, CommonStart, PreparedShard } from '../../run/shards/conduct-shard.ts';
import { decodeOrder, type Order } from '../order.ts';
import type { AgentPhase, AgentStatus, Lease } from '../wire/messages.ts';
import type { AgentDeps } from './agent-deps.ts';
import { fetchOrder } from './fetch-order.ts';
import { encodeLive, liveStateOf } from './live-state.ts';
import { reportStep } from './report-step.ts';
import { StatePublisher } from './state-publisher.ts';

const DONE: readonly AgentPhase[] = ['reserved', 'failed', 'ended'];

/** An agent at work for one run, from its reservation to its release. The states are those of `messages.ts`. */
export class Engagement {
  readonly run: string;
  private phase: AgentPhase = 'reserved';
  private failure: AgentStatus['failure'];
  private share: Segment | undefined;
  private order: Order | undefined;
  /** Resolves when the preparation has ended in any way. */
  private preparing: Promise<void> | undefined;
  private prepared: PreparedShard | undefined;
  private begun: BegunShard | undefined;
  /** It has published all results, also if its file could not be written. */
  private hasAll = false;
  private startUs = 0;
  private over: Promise<void> | undefined;
  private readonly released = new AbortController();
  private leaseUs = 0;
  private isLeaseOver = false;
  private leaseTimer: Timer | undefined;
  private leaseLengthMs: number;
  private readonly agent: AgentDeps;
  private readonly publisher: StatePublisher;
  private readonly onOver: () => void;

  /** `onOver`: called once, when the agent is free for another run. */
  constructor(run: string, leaseMs: number, agent: AgentDeps, onOver: () => void) {
    this.run = run;
    this.agent = agent;
    this.onOver = onOver;
    this.leaseLengthMs = leaseMs;
    this.publisher = new StatePublisher(run, agent);
    this.extend(leaseMs);
  }

  get status(): AgentStatus {
    return { phase: this.phase, failure: this.failure };
  }

  /** Renews the lease of an agent without a running load. */
  extend(leaseMs: number): void {
    if (this.phase === 'running' || this.phase === 'idle' || this.isLeaseOver) return;
    this.leaseLengthMs = leaseMs;
    this.leaseUntil(Math.max(this.leaseUs, this.agent.system.clock.nowUs() + leaseMs * 1000));
  }

  /** Whether it has this share already: the coordinator repeats a request whose response was lost. */
  has({ index, count }: Segment): boolean {
    return this.share?.index === index && this.share.count === count;
  }

  /** Starts to prepare the share; `status` shows when it is ready. */
  prepare(share: Segment): void {
    this.expect('reserved');
    this.phase = 'preparing';
    this.share = share;
    this.preparing = this.prepareNow(share).then(
      (prepared) => {
        this.prepared = prepared;
        if (this.phase === 'preparing') this.phase = 'ready';
      },
      (error) => this.fail(error),
    );
  }

  private async prepareNow(share: Segment): Promise<PreparedShard> {
    this.order = decodeOrder(await fetchOrder(this.agent, this.run, this.released.signal));
    this.agent.onNotice(`run ${this.run}: preparing shard ${share.index + 1}/${share.count}`);
    const { publisher } = this;
    const { step } = this.order;
    return this.agent.prepare(this.order, share, this.agent, {
      onSaved: (file, { facts }) => {
        publisher.saved(file);
        this.hasAll = facts.run.stopReason !== 'running';
      },
      observers: step ? [reportStep(step, (second, state) => publisher.step(second, state, share))] : [],
    });
  }

  /** Does nothing if it has this start already. @throws KnownError (112) if it is too late. */
  start(start: CommonStart, leaseMs: number): void {
    if (this.begun && this.startUs === start.startUs) return;
    this.expect('ready');
    const { agent, order } = this;
    this.startUs = start.startUs;
    this.begun = this.prepared!.begin(start);
    this.phase = 'running';
    this.leaseLengthMs = leaseMs;
    this.leaseUntil(Math.max(start.startUs, agent.system.clock.nowUs()) + leaseMs * 1000);
    const { load, requests } = this.begun;
    const { thresholds } = order!.plan.scenario;
    this.publisher.follow(() => encodeLive(liveStateOf(load, thresholds, requests.endings)), this.share!);
    agent.onNotice(`run ${this.run}: running`);
    void this.begun.ended.then(
      ({ path, state }) => {
        this.publisher.end(this.hasAll);
        this.phase = 'ended';
        for (const { text } of state.facts.endings) agent.onNotice(`run ${this.run}: ${text}`);
        agent.onNotice(`run ${this.run}: ended; shard file ${path}`);
      },
      (error) => {
        this.fail(error);
        this.publisher.end(this.hasAll);
      },
    );
  }

  /** While it runs. A lease only grows, and never once it has ended: a process that was frozen reads old messages first. */
  take({ untilMs, end }: Lease): void {
    if (!this.isBusy || this.isLeaseOver) return;
    if (this.agent.system.clock.nowUs() >= this.leaseUs) return this.leaseEnded();
    this.leaseUntil(Math.max(this.leaseUs, this.startUs + untilMs * 1000));
    if (end && this.phase === 'running') {
      const failed = { exit: 'incomplete', text: 'the coordinator ended the run' } as const;
      this.begun!.requests.obey(end.how, end.ending ?? (end.how === 'interrupt' ? failed : undefined));
    }
  }

  /** Publishes the content of its shard file. */
  publishState(): void {
    this.publisher.repeat();
  }

  /** The coordinator no longer needs the agent. Resolves when it is free; several calls release it once. */
  release(): Promise<void> {
    this.over ??= this.endNow();
    return this.over;
  }

  private async endNow(): Promise<void> {
    this.leaseTimer?.cancel();
    const { phase } = this;
    this.phase = 'idle';
    this.released.abort();
    if (phase === 'running') this.begun!.load.interrupt();
    await this.preparing;
    if (!this.begun) this.prepared?.discard();
    await this.begun?.ended.catch(() => {});
    this.publisher.end(this.hasAll);
    this.onOver();
  }

  /** @throws KnownError (112) while it is at work. */
  expectDone(): void {
    if (!DONE.includes(this.phase)) this.refuse(`not ${DONE.join(' or ')}`);
  }

  /** A stop signal to this process ends the load by itself; without a load, the agent can leave at once. */
  get isBusy(): boolean {
    return this.phase === 'running' || this.phase === 'ended';
  }

  /** Its load has ended with its lease: it only keeps its results in case the coordinator comes back. */
  get isKept(): boolean {
    return this.phase === 'ended' && this.isLeaseOver;
  }

  private leaseUntil(untilUs: number): void {
    const { clock, timers } = this.agent.system;
    this.leaseUs = untilUs;
    this.begun?.load.extendLease(untilUs);
    this.leaseTimer?.cancel();
    this.leaseTimer = timers.at(untilUs, () => {
      // A timer may fire a little early.
      if (clock.nowUs() < this.leaseUs) this.leaseUntil(this.leaseUs);
      else this.leaseEnded();
    });
  }

  private leaseEnded(): void {
    const { clock, timers } = this.agent.system;
    const silence = formatDurationMs(this.leaseLengthMs);
    if (this.phase === 'running') {
      if (this.isLeaseOver) return;
      this.isLeaseOver = true;
      this.leaseTimer?.cancel();
      // Its ending says why. The results stay available for a while.
      this.begun!.load.interrupt();
      this.leaseTimer = timers.at(clock.nowUs() + this.leaseLengthMs * 1000, () => void this.release());
      return;
    }
    this.agent.onNotice(`run ${this.run}: no message from the coordinator for ${silence}; free for another run`);
    void this.release();
  }

  private fail(error: unknown): void {
    if (this.phase === 'idle') return;
    const known = error instanceof KnownError ? error : undefined;
    this.phase = 'failed';
    this.failure = {
      message: redact(messageOf(error)),
      hint: known?.hint && redact(known.hint),
      exit: known?.exit ?? 'unexpected',
    };
    this.agent.onNotice(`run ${this.run}: ${this.failure.message}`);
  }

  private expect(phase: AgentPhase): void {
    if (this.phase !== phase) this.refuse(`not ${phase}`);
  }

  private refuse(why: string): never {
    throw new KnownError(`agent ${this.agent.name} is ${this.phase}, ${why}`, { exit: 'incomplete' });
  }
}

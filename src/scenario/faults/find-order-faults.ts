import type { FlatIssue } from '../file/flatten-issues.ts';
import type { PlacedStep, ScenarioSteps, StepLists } from '../file/parse-steps.ts';
import type { StepKind } from '../schema/steps/step-keys.ts';

/** What is possible before a step, on any path to it. */
interface StepContext {
  /** A reply may have offered buttons. */
  readonly offered: boolean;
  readonly connected: boolean;
}

/** Steps after which there may be replies. */
const BRINGS_REPLIES: readonly (StepKind | undefined)[] = ['say', 'press', 'reset', 'wait', 'inject', 'notify'];
const NEEDS_CONNECTION: readonly (StepKind | undefined)[] = ['say', 'press', 'reset', 'wait'];
/** Sent over HTTP, but their answer arrives over the connection. */
const PUSHES: readonly (StepKind | undefined)[] = ['inject', 'notify'];

/**
 * Steps that always fail where they are: a press before any reply, and an input after a disconnect.
 * Follows the order of the file: each round of a repeat is treated as the first one.
 */
export function findOrderFaults({ conversations, lists }: ScenarioSteps): readonly FlatIssue[] {
  const walker = new OrderWalker(lists);
  for (const { steps } of conversations) walker.walk(steps, { offered: false, connected: true }, []);
  return [...walker.faults.values()];
}

/** Nested lists multiply; steps beyond this number are not checked. */
const MAX_VISITS = 50_000;

class OrderWalker {
  /** By path: a list may be used several times. */
  readonly faults = new Map<string, FlatIssue>();
  private readonly lists: StepLists;
  private visits = 0;

  constructor(lists: StepLists) {
    this.lists = lists;
  }

  walk(steps: readonly PlacedStep[], from: StepContext, chain: readonly string[]): StepContext {
    return steps.reduce((standing, step) => this.step(step, standing, chain), from);
  }

  private step(step: PlacedStep, before: StepContext, chain: readonly string[]): StepContext {
    this.visits += 1;
    if (this.visits > MAX_VISITS) return before;
    const name = step.list;
    if (name !== undefined) {
      const isCycle = chain.includes(name);
      return isCycle ? before : this.walk(this.lists.get(name) ?? [], before, [...chain, name]);
    }
    if (step.blocks.length > 0) return this.blocks(step, before, chain);
    this.check(step, before);
    return {
      offered: before.offered || BRINGS_REPLIES.includes(step.kind),
      connected: step.kind === 'reconnect' || (before.connected && step.kind !== 'disconnect'),
    };
  }

  private blocks({ blocks, isExhaustive }: PlacedStep, before: StepContext, chain: readonly string[]): StepContext {
    const ends = blocks.map((block) => this.walk(block, before, chain));
    const paths = isExhaustive ? ends : [before, ...ends];
    return {
      offered: paths.some(({ offered }) => offered),
      connected: paths.some(({ connected }) => connected),
    };
  }

  private check(step: PlacedStep, { offered, connected }: StepContext): void {
    if (step.kind === 'press' && !offered) {
      this.refuse(step, 'needs a previous reply with buttons; say something first');
    } else if (NEEDS_CONNECTION.includes(step.kind) && !connected) {
      this.refuse(step, 'comes after disconnect; add a reconnect before it');
    } else if (PUSHES.includes(step.kind) && !connected && waitsForAnswer(step)) {
      this.refuse(step, 'waits for an output after disconnect; add a reconnect before it, or write await: false');
    }
  }

  private refuse({ path, kind, written }: PlacedStep, message: string): void {
    const isBare = typeof written === 'string';
    const faultPath = isBare || kind === undefined ? path : [...path, kind];
    this.faults.set(JSON.stringify(faultPath), { path: faultPath, message, atKey: !isBare, isFullMessage: false });
  }
}

/** False for an invalid step, which may be one that does not wait. */
function waitsForAnswer({ input }: PlacedStep): boolean {
  return input?.kind === 'push' && input.await;
}

import type { FlatIssue } from '../file/flatten-issues.ts';
import type { PlacedStep, ScenarioSteps, StepLists } from '../file/parse-steps.ts';
import type { StepKind } from '../schema/steps/step-keys.ts';

/** What surely holds before a step, on whatever way it was reached. */
interface Standing {
  /** Some reply may have offered something to press. */
  readonly offered: boolean;
  readonly connected: boolean;
}

/** After these there may be replies. */
const BRINGS_REPLIES: readonly (StepKind | undefined)[] = ['say', 'press', 'reset', 'wait', 'inject', 'notify'];
const NEEDS_CONNECTION: readonly (StepKind | undefined)[] = ['say', 'press', 'reset', 'wait'];
/** These go another way, but what they bring comes over the connection. */
const PUSHES: readonly (StepKind | undefined)[] = ['inject', 'notify'];

/**
 * Steps that always fail at their place: a press before any reply, and an input after a disconnect.
 * Only the order of the file counts: a round of a repeat is taken as the first one.
 */
export function findOrderFaults({ conversations, lists }: ScenarioSteps): readonly FlatIssue[] {
  const walker = new OrderWalker(lists);
  for (const { steps } of conversations) walker.walk(steps, { offered: false, connected: true }, []);
  return [...walker.faults.values()];
}

/** Lists in lists multiply; beyond that many steps the rest stays unread. */
const MAX_VISITS = 50_000;

class OrderWalker {
  /** By place: a list may be used several times. */
  readonly faults = new Map<string, FlatIssue>();
  private readonly lists: StepLists;
  private visits = 0;

  constructor(lists: StepLists) {
    this.lists = lists;
  }

  walk(steps: readonly PlacedStep[], from: Standing, chain: readonly string[]): Standing {
    return steps.reduce((standing, step) => this.step(step, standing, chain), from);
  }

  private step(step: PlacedStep, before: Standing, chain: readonly string[]): Standing {
    this.visits += 1;
    if (this.visits > MAX_VISITS) return before;
    const name = step.list;
    if (name !== undefined) {
      const isCycle = chain.includes(name);
      return isCycle ? before : this.walk(this.lists.get(name) ?? [], before, [...chain, name]);
    }
    if (step.blocks.length > 0) return this.blocks(step, before, chain);
    this.judge(step, before);
    return {
      offered: before.offered || BRINGS_REPLIES.includes(step.kind),
      connected: step.kind === 'reconnect' || (before.connected && step.kind !== 'disconnect'),
    };
  }

  private blocks({ blocks, isExhaustive }: PlacedStep, before: Standing, chain: readonly string[]): Standing {
    const ends = blocks.map((block) => this.walk(block, before, chain));
    const ways = isExhaustive ? ends : [before, ...ends];
    return {
      offered: ways.some(({ offered }) => offered),
      connected: ways.some(({ connected }) => connected),
    };
  }

  private judge(step: PlacedStep, { offered, connected }: Standing): void {
    if (step.kind === 'press' && !offered) {
      this.refuse(step, 'needs a previous reply with buttons; say something first');
    } else if (NEEDS_CONNECTION.includes(step.kind) && !connected) {
      this.refuse(step, 'comes after disconnect, with no reconnect between');
    } else if (PUSHES.includes(step.kind) && !connected && awaitsAnswer(step)) {
      this.refuse(step, 'waits for an output after disconnect, with no reconnect between; or write await: false');
    }
  }

  private refuse({ path, kind, written }: PlacedStep, message: string): void {
    const isBare = typeof written === 'string';
    const place = isBare || kind === undefined ? path : [...path, kind];
    this.faults.set(JSON.stringify(place), { path: place, message, atKey: !isBare, saysAll: false });
  }
}

/** An invalid step may be one that does not wait. */
function awaitsAnswer({ input }: PlacedStep): boolean {
  return input?.kind === 'push' && input.await;
}

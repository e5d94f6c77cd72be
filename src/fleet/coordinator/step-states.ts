import { gunzipSync } from 'node:zlib';
import type { StepView, WatchTerms } from '../../capacity/load-generator.ts';
import { StepWatch } from '../../capacity/step/step-watch.ts';
import { Readings } from '../../measure/readings.ts';
import { CellSum } from '../../measure/recorder/cell-sum.ts';
import { decodeBytesAs } from '../wire/json-messages.ts';
import { type Offer, STEP_PERIOD_MS, type StepState, stepStateSchema } from '../wire/messages.ts';

const MAX_STEP_BYTES = 64 * 1024 * 1024;

interface SentState {
  readonly agent: Offer;
  /** Not decoded: most are never used. */
  readonly bytes: Buffer;
}

/** The states of all agents of a capacity step at one second of it. */
export interface StepInstant {
  readonly second: number;
  readonly states: readonly SentState[];
}

/** What the agents of a capacity step have sent. */
export class StepStates {
  /** The newest second of which the state of every agent is known. */
  newest: StepInstant | undefined;
  private readonly agents: number;
  private readonly seconds = new Map<number, Map<string, SentState>>();

  /** `agents`: their number. */
  constructor(agents: number) {
    this.agents = agents;
  }

  add(second: number, agent: Offer, bytes: Buffer): void {
    if (second <= (this.newest?.second ?? -1)) return;
    const states = this.seconds.get(second) ?? new Map<string, SentState>();
    this.seconds.set(second, states.set(agent.id, { agent, bytes }));
    if (states.size < this.agents) return;
    this.newest = { second, states: [...states.values()] };
    for (const known of this.seconds.keys()) if (known <= second) this.seconds.delete(known);
  }
}

/** The step as a single load generator with all samples of the agents would see it. */
export function viewOf({ second, states }: StepInstant, { objectives, times }: WatchTerms): StepView {
  const elapsedMs = second * STEP_PERIOD_MS;
  let decoded: readonly { readonly agent: Offer; readonly state: StepState }[] | undefined;
  const all = () => {
    decoded ??= states.map(({ agent, bytes }) => ({ agent, state: decode(bytes) }));
    return decoded;
  };
  return {
    elapsedMs,
    evidence: () => {
      const sum = new StepWatch(objectives, [], times, () => elapsedMs);
      for (const { state } of all()) sum.merge(state.watch);
      return sum.evidence();
    },
    readings: () => {
      const sum = new CellSum();
      for (const { agent, state } of all()) sum.add(state.cells, agent.place);
      return new Readings(sum.all());
    },
  };
}

/** Throws an error for other bytes than an agent of the same version sends. */
function decode(bytes: Buffer): StepState {
  const state = decodeBytesAs(stepStateSchema, gunzipSync(bytes, { maxOutputLength: MAX_STEP_BYTES }));
  if (!state) throw new Error('the state of a capacity step cannot be read');
  return state;
}

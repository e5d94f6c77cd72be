import { medianStepThinkMs } from '../scenario/plan/estimate-think.ts';
import { maxInputs } from '../scenario/plan/longest-path.ts';
import { maxTurnMs } from '../scenario/plan/max-turn.ts';
import type { SayStep, Scenario } from '../scenario/scenario.ts';

/** What a report needs to know of its scenario; plain data without texts or secrets. */
export interface ScenarioFacts {
  readonly name: string;
  readonly sha256: string;
  /** The longest timeout of a turn, ms. */
  readonly maxTurnMs: number;
  /** Median think time of its steps, ms. */
  readonly medianThinkMs: number;
  /** Inputs of the longest conversation, at least 1. */
  readonly maxInputs: number;
  /** The labels of steps whose turns can be mismatched, in the order of the scenario. */
  readonly checked: readonly { readonly conversation: string; readonly step: string }[];
}

export function scenarioFacts({
  name,
  sha256,
  conversations,
}: Pick<Scenario, 'name' | 'sha256' | 'conversations'>): ScenarioFacts {
  const thinkTimes = conversations.flatMap(({ steps }) => steps.map(medianStepThinkMs));
  return {
    name,
    sha256,
    maxTurnMs: maxTurnMs(conversations),
    medianThinkMs: thinkTimes.sort((left, right) => left - right)[Math.floor(thinkTimes.length / 2)] ?? 0,
    maxInputs: Math.max(1, ...conversations.map(({ instructions }) => maxInputs(instructions))),
    checked: conversations.flatMap((conversation) => {
      const labels = conversation.steps.filter(hasChecks).map(({ label }) => label);
      return [...new Set(labels)].map((step) => ({ conversation: conversation.name, step }));
    }),
  };
}

/** Objectives (`firstOutput`, `turn`) fail no turn. */
function hasChecks({ expect, captures }: SayStep): boolean {
  const { replies, text, jsonpath, quickReplies, source } = expect;
  const checks = [replies, text, jsonpath, quickReplies, source];
  return checks.some((check) => check !== undefined) || captures.some(({ otherwise }) => otherwise === undefined);
}
